using System.CommandLine;

namespace ShadowMig.Hosting.Commands.Manual;

/// <summary>The command line as the manual and the shells need it, read from the same commands that make <c>--help</c>.</summary>
/// <param name="Description">What the program does.</param>
/// <param name="Options">Options that every command takes.</param>
/// <param name="Commands">The commands, in the order of the help.</param>
internal sealed record CommandTree(string Description, IReadOnlyList<DescribedOption> Options, IReadOnlyList<DescribedCommand> Commands)
{
    /// <summary>The name of the program.</summary>
    public const string Program = "shadowmig";

    /// <summary>Reads the commands; hidden ones are left out.</summary>
    public static CommandTree Read(RootCommand root) => new(
        root.Description ?? "",
        Visible(root.Options),
        [.. root.Subcommands.Where(c => !c.Hidden).Select(c => new DescribedCommand(
            c.Name, c.Description ?? "", [.. c.Arguments.Where(a => !a.Hidden).Select(DescribedArgument.From)], Visible(c.Options)))]);

    private static DescribedOption[] Visible(IEnumerable<Option> options) => [.. options.Where(o => !o.Hidden).Select(DescribedOption.From)];
}
