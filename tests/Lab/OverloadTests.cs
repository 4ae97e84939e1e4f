using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

[TestFixture]
[Category("Lab")]
public sealed class OverloadTests
{
    private const string Overloaded = "shadowmig_node_overloaded";
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    /// <summary>Sampling, and the rate that needs two samples.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    // The processors are the machine's, and other programs use them too. What guests wait for is theirs alone.
    private const string Rules = """
        {
          "cpu-overload": { "Enabled": false },
          "crowded": { "Signal": "guest-steal", "Aggregate": "mean", "Threshold": 0.3, "Clearing": 0.15, "Duration": "5s", "ClearDuration": "3s", "Resource": "cpu" }
        }
        """;

    [Test]
    public async Task Serve_GuestsWantMoreThanTheHostHas_IsOverloadedWithinTheDurationAndClearsWhenTheyLeave()
    {
        await using VirtualLab lab = await VirtualLab.UpAsync("overload", "bookworm", "--hosts", "1");
        await lab.StartGuestAsync("quiet", lab[0], "--accel", "tcg", "--rate", "10");
        using ServeProcess serve = await ServeProcess.StartAsync(lab[0], Rules);
        await serve.UntilAsync("judging the rule", TimeSpan.FromSeconds(20), async () => await OverloadedAsync(serve) == 0);

        string[] busy = [.. Enumerable.Range(0, (2 * Environment.ProcessorCount) + 1).Select(number => $"busy{number}")];
        foreach (string guest in busy)
            await lab.StartGuestAsync(guest, lab[0], "--accel", "tcg", "--rate", "100000000");
        await serve.UntilAsync("overloaded", Duration + Slack, async () => await OverloadedAsync(serve) == 1);
        Assert.That(serve.Log, Does.Contain("Rule crowded: the node is overloaded (cpu, warning) [above-threshold]"));

        foreach (string guest in busy)
            await lab.DestroyGuestAsync(guest);
        await serve.UntilAsync("well again", TimeSpan.FromSeconds(20), async () => await OverloadedAsync(serve) == 0);
        Assert.That(serve.Log, Does.Contain("Rule crowded: the node is well again (cpu)"));
    }

    [Test]
    public async Task Serve_HangUp_TakesAGoodFileAndRefusesABadOne()
    {
        await using VirtualLab lab = await VirtualLab.UpAsync("reload", "bookworm", "--hosts", "1");
        using ServeProcess serve = await ServeProcess.StartAsync(lab[0]);
        string good = await File.ReadAllTextAsync(serve.ConfigurationFile);

        await File.WriteAllTextAsync(serve.ConfigurationFile, good.Replace("\"Rules\": {}", "\"Rules\": { \"cpu-overload\": { \"Threshold\": 0.1 } }", StringComparison.Ordinal));
        await serve.ReloadAsync();
        await serve.UntilAsync("refusing the file", TimeSpan.FromSeconds(10), async () => (await serve.ScrapeAsync()).Value("shadowmig_config_last_reload_success") == 0);
        Assert.That(serve.Log, Does.Contain($"{serve.ConfigurationFile}:5: Rules:cpu-overload: must not be above Threshold"));

        await File.WriteAllTextAsync(serve.ConfigurationFile, good.Replace("\"Rules\": {}", "\"Rules\": { \"cpu-overload\": { \"Enabled\": false } }", StringComparison.Ordinal));
        await serve.ReloadAsync();
        await serve.UntilAsync("taking the file", TimeSpan.FromSeconds(10), async () => (await serve.ScrapeAsync()).Value("shadowmig_rule_stale", "rule=\"cpu-overload\"") is null);
        Assert.That((await serve.ScrapeAsync()).Value("shadowmig_config_last_reload_success"), Is.EqualTo(1));
    }

    private static async Task<double?> OverloadedAsync(ServeProcess serve) => (await serve.ScrapeAsync()).Value(Overloaded, "resource=\"cpu\"");
}
