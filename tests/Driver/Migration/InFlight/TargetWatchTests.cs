using Moq;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.InFlight;
using ShadowMig.Driver.Tests.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration.InFlight;

[TestFixture]
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TargetWatchTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TwoHosts _hosts = new();
    private readonly TrackedTime _time = new();

    [Test]
    public async Task Silence_TargetGoesAwayAndComesBack_GrowsMeanwhile(CancellationToken token)
    {
        bool isThere = false;
        _hosts.Connector.Setup(c => c.Open(TwoHosts.DestinationUri, false)).Returns(() => Volatile.Read(ref isThere)
            ? Mock.Of<ILibvirtConnection>()
            : throw TwoHosts.Error(LibvirtErrorCode.SystemError, "connection refused"));
        await using TargetWatch watch = Watch();
        await TickAsync(() => watch.Silence > 10 * Second, token);

        Volatile.Write(ref isThere, true);
        await TickAsync(() => watch.Silence < Second, token);
    }

    [Test]
    public async Task Silence_CallHangs_GrowsAndDisposalDoesNotWaitForIt(CancellationToken token)
    {
        using ManualResetEventSlim released = new();
        Mock<ILibvirtConnection> hung = new();
        hung.Setup(c => c.GetHostName()).Returns(() =>
        {
            released.Wait(token);
            return "target";
        });
        _hosts.Connector.Setup(c => c.Open(TwoHosts.DestinationUri, false)).Returns(hung.Object);
        TargetWatch watch = Watch();
        await TickAsync(() => watch.Silence > 10 * Second, token);
        await watch.DisposeAsync();
        released.Set();
    }

    private TargetWatch Watch() => new(_hosts.Connector.Object, TwoHosts.DestinationUri, new MigrationOptions(), _time);

    // The clock goes on while what it wakes does its work on threads of its own.
    private Task TickAsync(Func<bool> until, CancellationToken token) => TrackedTime.Until(until, token, () => _time.Advance(TimeSpan.FromMilliseconds(1)));
}
