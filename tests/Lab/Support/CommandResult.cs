namespace ShadowMig.Lab.Tests.Support;

/// <summary>How a command ended and what it said.</summary>
internal sealed record CommandResult(string CommandLine, int ExitCode, string Output, string Error, TimeSpan Duration)
{
    public override string ToString() => $"$ {CommandLine}\nexit code {ExitCode} after {Duration.TotalSeconds:0.0} s\n{Output}\n{Error}";
}
