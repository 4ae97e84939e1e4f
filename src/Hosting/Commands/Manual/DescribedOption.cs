using System.CommandLine;

namespace ShadowMig.Hosting.Commands.Manual;

/// <summary>An option as the manual and the shells need it.</summary>
/// <param name="Names">Its long name, then its short ones.</param>
/// <param name="Value">What its value is called; null when it takes none.</param>
/// <param name="Description">What it does.</param>
/// <param name="IsOptional">Whether its value may be left out.</param>
internal sealed record DescribedOption(IReadOnlyList<string> Names, string? Value, string Description, bool IsOptional)
{
    /// <summary>Whether its value is the name of a file.</summary>
    public bool IsFile => Value == DescribedArgument.File;

    /// <summary>Describes an option.</summary>
    public static DescribedOption From(Option option) => new(
        [option.Name, .. option.Aliases.Where(a => a is ['-', not '?', ..]).Order(StringComparer.Ordinal)],
        option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0 ? null : option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant(),
        option.Description ?? "",
        option.Arity.MinimumNumberOfValues == 0);
}
