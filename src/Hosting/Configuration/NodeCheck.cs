namespace ShadowMig.Hosting.Configuration;

/// <summary>Checks the nodes of a configuration as wholes; each value alone was checked by the schema.</summary>
internal static class NodeCheck
{
    /// <summary>What is wrong, with the line of the node.</summary>
    public static IEnumerable<ConfigurationProblem> Run(IReadOnlyList<ConfigurationEntry> entries) => entries
        .Select(entry => (entry.Line, Path: entry.Path.Split(':')))
        .Where(entry => entry.Path is [var section, _, _] && section.Equals("Nodes", StringComparison.OrdinalIgnoreCase))
        .DistinctBy(entry => entry.Path[1], StringComparer.OrdinalIgnoreCase)
        .Where(entry => !entries.Any(e => e.Path.Equals($"Nodes:{entry.Path[1]}:Uri", StringComparison.OrdinalIgnoreCase)))
        .Select(entry => new ConfigurationProblem(entry.Line, $"Nodes:{entry.Path[1]}: Uri is missing; write for example qemu+tls://{entry.Path[1]}/system"));
}
