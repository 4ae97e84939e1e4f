using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Metrics;

/// <summary>What the journal, and the books beside it, showed when they were last read.</summary>
internal sealed record JournalReading
{
    /// <summary>Nothing read yet.</summary>
    public static JournalReading Empty { get; } = new();

    /// <summary>Unfinished migrations that make progress.</summary>
    public IReadOnlyList<JournalEntry> Running { get; init; } = [];

    /// <summary>Unfinished migrations that have been silent for too long: the process that ran them is likely gone.</summary>
    public IReadOnlyList<JournalEntry> Stale { get; init; } = [];

    /// <summary>Unfinished migrations whose result is unknown: who has the guest was asked and could not be established.</summary>
    public IReadOnlyList<JournalEntry> Unresolved { get; init; } = [];

    /// <summary>Migrations that ended a short while ago, newest first.</summary>
    public IReadOnlyList<JournalEntry> Ended { get; init; } = [];

    /// <summary>Migrations of the last hour that completed, newest first.</summary>
    public IReadOnlyList<JournalEntry> Moved { get; init; } = [];

    /// <summary>How many reservations of targets' memory stand.</summary>
    public int Reservations { get; init; }

    /// <summary>Names of the nodes that are cordoned.</summary>
    public IReadOnlySet<string> Cordoned { get; init; } = new HashSet<string>();
}
