using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

[TestFixture]
[Category("Lab")]
public sealed class ServeTests
{
    [Test]
    public async Task Serve_GuestsOfTheNode_AreExportedWithTheirWorkingSetAndRemovedWhenTheyLeave()
    {
        await using VirtualLab lab = await VirtualLab.UpAsync("serve", "bookworm", "--hosts", "1");
        await lab.StartGuestAsync("watched", lab[0], "--accel", "tcg", "--dirty", "16MiB", "--rate", "4000");
        using ServeProcess serve = await ServeProcess.StartAsync(lab[0]);

        await serve.UntilAsync("measuring the working set", TimeSpan.FromSeconds(40), async () =>
            (await serve.ScrapeAsync()).Value("shadowmig_domain_working_set_bytes", "domain=\"watched\"") > 0);
        Scrape metrics = await serve.ScrapeAsync();
        Assert.Multiple(() =>
        {
            Assert.That(metrics.Value("shadowmig_domain_dirty_rate_bytes_per_second", "domain=\"watched\"", "mode=\"page-sampling\""), Is.Positive);
            Assert.That(metrics.Value("shadowmig_domain_memory_total_bytes", "domain=\"watched\""), Is.EqualTo(64 << 20));
            Assert.That(metrics.Value("shadowmig_domain_page_size_bytes", "domain=\"watched\""), Is.EqualTo(4096));
            Assert.That(metrics.Value("shadowmig_collector_up"), Is.EqualTo(1));
        });

        await lab.DestroyGuestAsync("watched");
        await serve.UntilAsync("forgetting the guest", TimeSpan.FromSeconds(20), async () =>
            (await serve.ScrapeAsync()).Value("shadowmig_domain_memory_total_bytes", "domain=\"watched\"") is null);
    }

    [Test]
    public async Task Serve_Metrics_PassThePrometheusLinter()
    {
        await using VirtualLab lab = await VirtualLab.UpAsync("lint", "bookworm", "--hosts", "1");
        using ServeProcess serve = await ServeProcess.StartAsync(lab[0]);
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, await serve.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)));

        CommandResult lint = await Command.RunAsync(TimeSpan.FromSeconds(20), "sh", "-c", $"promtool check metrics < {file}");

        File.Delete(file);
        Assert.That(lint.ExitCode, Is.Zero, lint.ToString());
    }
}
