using System.Globalization;
using ShadowMig.Hosting.Systemd;

namespace ShadowMig.Hosting.Tests.Systemd;

public sealed class SystemdNotifierTests
{
    [Test, CancelAfter(10_000)]
    public async Task Messages_OnASocketFile_AreThoseOfTheProtocol(CancellationToken timeout)
    {
        using NotifySocket socket = new();
        SystemdNotifier notifier = new(socket.Name, TimeProvider.System);
        long before = (long)TimeProvider.System.GetElapsedTime(0).TotalMicroseconds;

        notifier.Ready("Watching");
        notifier.Reloading();
        notifier.Alive("Watching");
        notifier.Ailing("libvirt does not answer the sampler");
        notifier.Stopping();

        Assert.That(await socket.NextAsync(timeout), Is.EqualTo(new[] { "READY=1", "STATUS=Watching" }));
        string[] reloading = await socket.NextAsync(timeout);
        Assert.That(reloading, Does.Contain("RELOADING=1"));
        Assert.That(long.Parse(reloading[1]["MONOTONIC_USEC=".Length..], CultureInfo.InvariantCulture), Is.InRange(before, before + 10_000_000));
        Assert.That(await socket.NextAsync(timeout), Is.EqualTo(new[] { "WATCHDOG=1", "STATUS=Watching" }));
        Assert.That(await socket.NextAsync(timeout), Is.EqualTo(new[] { "STATUS=libvirt does not answer the sampler" }));
        Assert.That(await socket.NextAsync(timeout), Does.Contain("STOPPING=1"));
    }

    [Test, CancelAfter(10_000)]
    public async Task Ready_OnAnAbstractSocket_Arrives(CancellationToken timeout)
    {
        using NotifySocket socket = new($"@shadowmig-test-{Environment.ProcessId}");

        new SystemdNotifier(socket.Name, TimeProvider.System).Ready("Watching");

        Assert.That(await socket.NextAsync(timeout), Does.Contain("READY=1"));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("/nowhere/notify")]
    public void Ready_NobodyListens_IsNoError(string? socket) =>
        Assert.DoesNotThrow(() => new SystemdNotifier(socket, TimeProvider.System).Ready("Watching"));

    [Test]
    public void Period_OfSystemd_IsAQuarterOfWhatItAllowsThisProcess() => Assert.Multiple(() =>
    {
        Assert.That(WatchdogPeriod.Of("120000000", null), Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(WatchdogPeriod.Of("120000000", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)), Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(WatchdogPeriod.Of("120000000", "1"), Is.Null);
        Assert.That(WatchdogPeriod.Of(null, null), Is.Null);
        Assert.That(WatchdogPeriod.Of("0", null), Is.Null);
        Assert.That(WatchdogPeriod.Of("soon", null), Is.Null);
    });
}
