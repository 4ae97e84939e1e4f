using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Commands;

/// <summary>Finds the migration that an identifier on the command line means.</summary>
internal static class MigrationLookup
{
    private const int Remembered = 200;

    /// <summary>Finds it.</summary>
    /// <exception cref="UsageException">The journal has none; the message names those that are close to it.</exception>
    public static JournalEntry Find(IMigrationJournal journal, string id)
    {
        if (journal.Find(id) is { } entry)
            return entry;
        string[] running = [.. journal.Unfinished().Select(e => e.Id)];
        IReadOnlyList<string> close = CloseIds.Of(id, [.. running, .. journal.Latest(Remembered).Select(e => e.Id)]);
        throw new UsageException((close, running) switch
        {
            ({ Count: > 0 }, _) => $"the journal has no migration '{id}'; close to it: {string.Join(", ", close)}",
            (_, { Length: > 0 }) => $"the journal has no migration '{id}'; in flight: {string.Join(", ", running)}",
            _ => $"the journal has no migration '{id}', and none is in flight",
        });
    }
}
