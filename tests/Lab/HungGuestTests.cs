using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

[TestFixture("bookworm")]
[TestFixture("trixie")]
[Category("Lab")]
public sealed class HungGuestTests(string suite)
{
    [Test]
    public async Task Serve_OneGuestsMonitorHangs_OthersAreSampledScrapesAnswerAndShutdownIsPrompt()
    {
        await using VirtualLab lab = await VirtualLab.UpAsync($"hung-{suite}", suite, "--hosts", "1");
        foreach (string guest in new[] { "hung", "one", "two" })
            await lab.StartGuestAsync(guest, lab[0], "--accel", "tcg", "--rate", "100");
        using ServeProcess serve = await ServeProcess.StartAsync(lab[0]);
        await serve.UntilAsync("watching three guests", TimeSpan.FromSeconds(20), async () =>
            (await serve.ScrapeAsync()).Value("shadowmig_collector_stale_domains") == 0
            && (await serve.ScrapeAsync()).Value("shadowmig_domain_memory_total_bytes", "domain=\"two\"") > 0);

        int hung = await lab[0].QemuAsync("hung");
        await Command.OutputAsync(TimeSpan.FromSeconds(5), "kill", "-STOP", $"{hung}");
        try
        {
            await serve.UntilAsync("marking the hung guest stale", TimeSpan.FromSeconds(30), async () =>
                (await serve.ScrapeAsync()).Value("shadowmig_collector_stale_domains") == 1);

            for (int scrape = 0; scrape < 20; scrape++)
            {
                long started = TimeProvider.System.GetTimestamp();
                Scrape metrics = await serve.ScrapeAsync();
                Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(1)), "a scrape waits for nobody");
                Assert.That(metrics.Value("shadowmig_collector_stale_domains"), Is.EqualTo(1), "the others are sampled all the time");
                Assert.That(metrics.Value("shadowmig_collector_up"), Is.EqualTo(1));
                await Task.Delay(250);
            }

            CommandResult stopped = await serve.StopAsync();
            Assert.That(stopped.ExitCode, Is.Zero, stopped.ToString());
            Assert.That(stopped.Duration, Is.LessThan(TimeSpan.FromSeconds(10)));
        }
        finally
        {
            await Command.RunAsync(TimeSpan.FromSeconds(5), "kill", "-CONT", $"{hung}");
        }
    }
}
