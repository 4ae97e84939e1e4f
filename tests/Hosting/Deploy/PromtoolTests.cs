using System.Diagnostics;

namespace ShadowMig.Hosting.Tests.Deploy;

/// <summary>What Prometheus' own tool says of rules and their tests.</summary>
public sealed class PromtoolTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Test]
    public Task Rules_All_AreGood() => SucceedAsync("check", ["rules", .. DeployFolder.Rules]);

    [Test]
    public Task Rules_WithInputThatFiresAndThatDoesNot_DoWhatTheirTestsSay() => SucceedAsync("test", ["rules", .. DeployFolder.RuleTests]);

    [Test]
    public Task Configuration_OfTheSample_IsGood() => SucceedAsync("check", ["config", DeployFolder.PrometheusConfiguration]);

    private static async Task SucceedAsync(string verb, IEnumerable<string> arguments)
    {
        string? tool = Environment.GetEnvironmentVariable("PATH")?.Split(':').Select(folder => Path.Combine(folder, "promtool")).FirstOrDefault(File.Exists);
        if (tool is null)
        {
            Assert.Ignore("promtool is not on the PATH; it is in Debian's package prometheus, and scripts/test fetches it when run as root");
            return;
        }

        using Process process = new() { StartInfo = new(tool, [verb, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true } };
        process.Start();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource bound = new(Bound);
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"promtool {verb} did not end within {Bound.TotalSeconds} s");
        }

        Assert.That(process.ExitCode, Is.Zero, await output + await error);
    }
}
