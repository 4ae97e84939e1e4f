namespace ShadowMig.Hosting.Commands.Manual;

/// <summary>A command as the manual and the shells need it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Options">Its own options.</param>
internal sealed record DescribedCommand(string Name, string Description, IReadOnlyList<DescribedArgument> Arguments, IReadOnlyList<DescribedOption> Options)
{
    /// <summary>Whether an argument is the name of a file.</summary>
    public bool TakesFile => Arguments.Any(a => a.IsFile);
}
