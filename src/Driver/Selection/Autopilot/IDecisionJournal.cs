namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Remembers decisions with all that they rest on, so that each can be explained and made again.</summary>
/// <remarks>Members throw <see cref="IOException"/> when the journal cannot be read or written.</remarks>
public interface IDecisionJournal
{
    /// <summary>Records a decision.</summary>
    /// <param name="input">What it rests on.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="isArmed">Whether its moves will be made.</param>
    /// <param name="keep">How many decisions to keep; older ones are removed.</param>
    /// <returns>Its identifier.</returns>
    string Add(DecisionInput input, AutopilotDecision decision, bool isArmed, int keep);

    /// <summary>Records what became of a move.</summary>
    void Set(string id, MoveStatus move);

    /// <summary>Closes moves that a service left behind when it died: those that waited were dropped, of those that ran nobody recorded the end.</summary>
    /// <returns>How many there were.</returns>
    int CloseLeftBehind(DateTimeOffset at);

    /// <summary>A decision with its input, by its identifier or by that of a migration that came of it; null when there is none.</summary>
    DecisionEntry? Find(string id);

    /// <summary>The latest decisions without their inputs, newest first.</summary>
    IReadOnlyList<DecisionEntry> Latest(int count);

    /// <summary>What became of moves since a time.</summary>
    IReadOnlyList<MoveStatus> MovesSince(DateTimeOffset since);

    /// <summary>Migrations that were begun since a time, and those that have not ended, newest first.</summary>
    IReadOnlyList<MigrationTrace> MigrationsSince(DateTimeOffset since);
}
