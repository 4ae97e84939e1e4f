namespace ShadowMig.Driver.Migration.Journal;

/// <summary>Wishes to cancel migrations that other processes run.</summary>
/// <remarks>
/// Whoever runs a migration answers a wish once a second until the end. So answers that stop show that nobody runs it any more,
/// whatever became of the process: no process number and no wall clock has to be trusted. Members throw
/// <see cref="IOException"/> when the book cannot be read or written.
/// </remarks>
public interface ICancelBook
{
    /// <summary>Asks whoever runs a migration to abort it; asking again changes nothing.</summary>
    void Request(string migrationId, DateTimeOffset at);

    /// <summary>For whoever runs a migration: whether it is to be aborted. If so, the wish is answered.</summary>
    bool Answer(string migrationId, DateTimeOffset at);

    /// <summary>When a wish was last answered; null when never.</summary>
    DateTimeOffset? AnsweredAt(string migrationId);
}
