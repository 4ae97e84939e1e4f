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
        (int exitCode, string output) = await Tool.RunAsync(Bound, "promtool", [verb, .. arguments]);

        Assert.That(exitCode, Is.Zero, output);
    }
}
