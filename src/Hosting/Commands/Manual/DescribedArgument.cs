using System.CommandLine;

namespace ShadowMig.Hosting.Commands.Manual;

/// <summary>An argument as the manual and the shells need it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it is.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
/// <param name="IsMany">Whether there may be several.</param>
internal sealed record DescribedArgument(string Name, string Description, bool IsOptional, bool IsMany)
{
    /// <summary>What the name of a file is called.</summary>
    public const string File = "FILE";

    /// <summary>Whether it is the name of a file.</summary>
    public bool IsFile => Name is File or "TRACE";

    /// <summary>The argument as a synopsis shows it.</summary>
    public string Synopsis => (IsOptional ? $"[{Name}]" : Name) + (IsMany ? "..." : "");

    /// <summary>Describes an argument.</summary>
    public static DescribedArgument From(Argument argument) =>
        new(argument.Name, argument.Description ?? "", argument.Arity.MinimumNumberOfValues == 0, argument.Arity.MaximumNumberOfValues > 1);
}
