using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

[TestFixture("bookworm")]
[TestFixture("trixie")]
[Category("Lab")]
public sealed class HungGuestTests(string suite)
{
    private const int Idle = 27;

    [Test]
    public async Task Serve_OneGuestOfThirtyHangs_OthersAreSampledInTimeScrapesAnswerAndShutdownIsPrompt()
    {
        await using VirtualLab lab = await VirtualLab.UpAsync($"hung-{suite}", suite, "--hosts", "1");
        foreach (string guest in new[] { "hung", "one", "two" })
            await lab.StartGuestAsync(guest, lab[0], "--accel", "tcg", "--rate", "100");
        for (int guest = 1; guest <= Idle; guest++)
            await lab.StartGuestAsync($"idle-{guest}", lab[0], "--kind", "idle");
        using ServeProcess serve = await ServeProcess.StartAsync(lab[0]);
        await serve.UntilAsync("watching all guests", TimeSpan.FromSeconds(20), async () =>
            (await serve.ScrapeAsync()).Value("shadowmig_collector_stale_domains") == 0
            && (await serve.ScrapeAsync()).Value("shadowmig_domains") == Idle + 3
            && (await serve.ScrapeAsync()).Value("shadowmig_domain_memory_total_bytes", "domain=\"two\"") > 0);

        int hung = await lab[0].QemuAsync("hung");
        await Command.OutputAsync(TimeSpan.FromSeconds(5), "kill", "-STOP", $"{hung}");
        try
        {
            await serve.UntilAsync("marking the hung guest stale", TimeSpan.FromSeconds(30), async () =>
                (await serve.ScrapeAsync()).Value("shadowmig_collector_stale_domains") == 1);

            double ticks = (await serve.ScrapeAsync()).Value("shadowmig_collector_ticks_total")!.Value;
            for (int scrape = 0; scrape < 20; scrape++)
            {
                long started = TimeProvider.System.GetTimestamp();
                Scrape metrics = await serve.ScrapeAsync();
                Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(1)), "a scrape waits for nobody");
                Assert.That(metrics.Value("shadowmig_collector_stale_domains"), Is.EqualTo(1), "the others are sampled all the time");
                Assert.That(metrics.Value("shadowmig_collector_up"), Is.EqualTo(1));
                await Task.Delay(250);
            }

            // Five seconds of a period of one, in which at most every fifth tick meets the hung guest.
            Assert.That((await serve.ScrapeAsync()).Value("shadowmig_collector_ticks_total"), Is.GreaterThanOrEqualTo(ticks + 3), "the period is kept");
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
