using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Outcome;

namespace ShadowMig.Hosting.Output;

/// <summary>A command for a person, in JSON.</summary>
internal sealed record CommandDocument(string Purpose, string Command)
{
    /// <summary>Commands in their order.</summary>
    public static IReadOnlyList<CommandDocument> From(IEnumerable<OperatorCommand> commands) => [.. commands.Select(c => new CommandDocument(c.Purpose, c.Command))];

    /// <summary>What a person can do about a migration while it is not settled.</summary>
    public static IReadOnlyList<CommandDocument> From(JournalEntry entry) => entry.IsUnresolved ? From(entry.Report!.Commands) : [];
}
