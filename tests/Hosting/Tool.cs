using System.Diagnostics;

namespace ShadowMig.Hosting.Tests;

/// <summary>Runs a program of the machine, bounded in time; a test whose program is not there is ignored with the reason.</summary>
internal static class Tool
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>Runs it for 30 s at most.</summary>
    /// <returns>Its exit code, and what it printed.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(string name, params string[] arguments) => RunAsync(Bound, name, arguments);

    /// <summary>Runs it.</summary>
    /// <returns>Its exit code, and what it printed.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(TimeSpan longest, string name, params string[] arguments)
    {
        if (Environment.GetEnvironmentVariable("PATH")?.Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is not { } file)
        {
            Assert.Ignore($"{name} is not on the PATH; scripts/test installs it when run as root");
            return default;
        }

        using Process process = new() { StartInfo = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        process.Start();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource bound = new(longest);
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{name} did not end within {longest.TotalSeconds} s");
        }

        return (process.ExitCode, await output + await error);
    }
}
