namespace ShadowMig.Hosting.Configuration;

/// <summary>The configuration file is wrong; the message has a line for each problem.</summary>
internal sealed class ConfigurationException(string file, IReadOnlyList<ConfigurationProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(p => p.At(file))))
{
    /// <summary>What is wrong.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; } = problems;
}
