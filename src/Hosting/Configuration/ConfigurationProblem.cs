namespace ShadowMig.Hosting.Configuration;

/// <summary>One thing wrong with a configuration file.</summary>
/// <param name="Line">Its line, from 1; null when it concerns the file as a whole.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record ConfigurationProblem(int? Line, string Message)
{
    /// <summary>The problem as compilers write theirs, so that editors find the place.</summary>
    public string At(string file) => Line is { } line ? $"{file}:{line}: {Message}" : $"{file}: {Message}";
}
