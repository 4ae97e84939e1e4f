using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Hosting.Systemd;

namespace ShadowMig.Hosting.Tests.Systemd;

public sealed class SystemdWatchdogTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    [Test, CancelAfter(10_000)]
    public async Task Run_LibvirtFallsSilent_StarvesTheWatchdogUntilItAnswersAgain(CancellationToken timeout)
    {
        FakeTimeProvider time = new(Samples.At);
        NodeSnapshot snapshot = new();
        Mock<ISnapshotSource> source = new();
        source.SetupGet(s => s.Latest).Returns(() => snapshot);
        using NotifySocket socket = new();
        using SystemdWatchdog watchdog = new(Period, new(socket.Name, time), source.Object, time);
        await watchdog.StartAsync(timeout);

        string[] first = await LookAsync(snapshot with { });
        string[] answered = await LookAsync(new() { CollectorUp = true, At = time.GetUtcNow() + Period });
        string[] silent = await LookAsync(new() { CollectorUp = false, At = time.GetUtcNow() + Period });
        string[] stuck = await LookAsync(new() { CollectorUp = true, At = time.GetUtcNow() - TimeSpan.FromSeconds(61) });
        string[] again = await LookAsync(new() { CollectorUp = true, At = time.GetUtcNow() + Period });
        await watchdog.StopAsync(timeout);

        Assert.Multiple(() =>
        {
            Assert.That(first, Is.EqualTo(new[] { "STATUS=no sample yet" }));
            Assert.That(answered, Does.Contain("WATCHDOG=1"));
            Assert.That(silent, Is.EqualTo(new[] { "STATUS=libvirt does not answer the sampler" }));
            Assert.That(stuck, Has.Length.EqualTo(1).And.All.StartWith("STATUS=the sampler has been silent"));
            Assert.That(again, Does.Contain("WATCHDOG=1"));
        });

        Task<string[]> LookAsync(NodeSnapshot now)
        {
            snapshot = now;
            time.Advance(Period);
            return socket.NextAsync(timeout);
        }
    }

    [Test, CancelAfter(10_000)]
    public async Task Run_SystemdDoesNotWatch_SaysNothing(CancellationToken timeout)
    {
        FakeTimeProvider time = new(Samples.At);
        using NotifySocket socket = new();
        using SystemdWatchdog watchdog = new(null, new(socket.Name, time), Mock.Of<ISnapshotSource>(), time);

        await watchdog.StartAsync(timeout);
        await watchdog.ExecuteTask!;

        Assert.That(socket.IsEmpty, Is.True);
    }
}
