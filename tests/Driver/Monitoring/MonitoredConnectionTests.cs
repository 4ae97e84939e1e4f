using Moq;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Monitoring;

[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MonitoredConnectionTests
{
    private const string Uri = "qemu:///system";

    private readonly TrackedTime _time = new();
    private readonly MonitoringOptions _options = new();
    private readonly Mock<ILibvirtConnector> _connector = new();
    private readonly TaskCompletionSource _first = new(), _others = new();
    private int _begun;

    [SetUp]
    public void SetUp() => _connector.Setup(c => c.Open(It.IsAny<string>(), It.IsAny<bool>())).Returns(Mock.Of<ILibvirtConnection>);

    [TearDown]
    public void TearDown()
    {
        _first.TrySetResult();
        _others.SetResult();
    }

    [Test]
    public async Task OpenAsync_Connection_EndsWhenTheMachineIsGone(CancellationToken token)
    {
        Mock<ILibvirtConnection> opened = new();
        _connector.Setup(c => c.Open(Uri, It.IsAny<bool>())).Returns(opened.Object);
        using MonitoredConnection connection = new(_connector.Object, _time);

        Assert.That(await connection.OpenAsync(Uri, TimeSpan.FromSeconds(5), token), Is.SameAs(opened.Object));

        opened.Verify(c => c.SetKeepAlive(TimeSpan.FromSeconds(5), 5), Times.Once);
    }

    [Test]
    public async Task CallAsync_CallsHang_BeginsNoMoreThanTheMostUntilOneComesBack(CancellationToken token)
    {
        using MonitoredConnection connection = new(_connector.Object, _time);
        for (int call = 1; call <= MonitoredConnection.MostLeftBehind; call++)
            await GiveUpAsync(connection.CallAsync(Hang, _options, token), call, _options.EffectiveSampleBound, token);

        Assert.That(
            async () => await connection.CallAsync(Hang, _options, token),
            Throws.TypeOf<NodeUnavailableException>().With.Message.Contains("6 calls to qemu:///system were given up"));
        Assert.That(Volatile.Read(ref _begun), Is.EqualTo(MonitoredConnection.MostLeftBehind));

        _first.SetResult();
        await TrackedTime.Until(() => Answers(connection, token), token);
    }

    [Test]
    public async Task CallAsync_OpeningHangs_TriesNoMoreThanTheMost(CancellationToken token)
    {
        _connector.Setup(c => c.Open(Uri, It.IsAny<bool>())).Returns(() =>
        {
            Hang(null!);
            return Mock.Of<ILibvirtConnection>();
        });
        using MonitoredConnection connection = new(_connector.Object, _time);
        for (int attempt = 1; attempt <= MonitoredConnection.MostLeftBehind; attempt++)
        {
            Task<ILibvirtConnection> open = connection.OpenAsync(Uri, _options.CallBound, token);
            await TrackedTime.UntilSteady(() => Volatile.Read(ref _begun) == attempt && _time.Waits(_options.CallBound) == 1, token);
            _time.Advance(_options.CallBound);
            Assert.That(async () => await open, Throws.TypeOf<NodeUnavailableException>());
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.That(async () => await connection.OpenAsync(Uri, _options.CallBound, token), Throws.TypeOf<NodeUnavailableException>().With.Message.Contains("given up"));
        Assert.That(Volatile.Read(ref _begun), Is.EqualTo(MonitoredConnection.MostLeftBehind));
        Assert.That(await connection.OpenAsync("qemu+tcp://other/system", _options.CallBound, token), Is.Not.Null, "another daemon has its own count");
    }

    [Test]
    public async Task CallAsync_CallsFail_DoNotCount(CancellationToken token)
    {
        using MonitoredConnection connection = new(_connector.Object, _time);
        for (int call = 0; call <= MonitoredConnection.MostLeftBehind; call++)
        {
            Assert.That(
                async () => await connection.CallAsync<int>(_ => throw new LibvirtException(LibvirtErrorCode.RpcError, 7, LibvirtErrorLevel.Error, "cut"), _options, token),
                Throws.TypeOf<LibvirtException>());
        }

        Assert.That(await connection.CallAsync(_ => 1, _options, token), Is.EqualTo(1));
    }

    [Test]
    public async Task OpenAsync_ClockSetBackDuringBackOff_TriesAgainInTime(CancellationToken token)
    {
        _connector.SetupSequence(c => c.Open(Uri, It.IsAny<bool>()))
            .Throws(new LibvirtException(LibvirtErrorCode.SystemError, 7, LibvirtErrorLevel.Error, "refused")).Returns(Mock.Of<ILibvirtConnection>);
        using MonitoredConnection connection = new(_connector.Object, _time);
        Assert.That(async () => await connection.OpenAsync(Uri, _options.CallBound, token), Throws.TypeOf<NodeUnavailableException>());
        _time.ClockSet = TimeSpan.FromHours(-2);
        Assert.That(
            async () => await connection.OpenAsync(Uri, _options.CallBound, token),
            Throws.TypeOf<NodeUnavailableException>().With.Message.EqualTo("no connection to qemu:///system; trying again in 1 s"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await connection.OpenAsync(Uri, _options.CallBound, token), Is.Not.Null);
    }

    private static bool Answers(MonitoredConnection connection, CancellationToken token)
    {
        try
        {
            return connection.CallAsync(_ => true, new(), token).GetAwaiter().GetResult();
        }
        catch (NodeUnavailableException)
        {
            return false;
        }
    }

    private bool Hang(ILibvirtConnection connection)
    {
        (Interlocked.Increment(ref _begun) == 1 ? _first : _others).Task.Wait();
        return true;
    }

    private async Task GiveUpAsync(Task call, int begun, TimeSpan bound, CancellationToken token)
    {
        await TrackedTime.UntilSteady(() => Volatile.Read(ref _begun) == begun && _time.Waits(bound) == 1, token);
        _time.Advance(bound);
        Assert.That(async () => await call, Throws.TypeOf<TimeoutException>());
    }
}
