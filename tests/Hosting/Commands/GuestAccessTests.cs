using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Commands.Draining;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Commands;

[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GuestAccessTests : IDisposable
{
    private readonly Mock<ILibvirtConnector> _connector = new();
    private readonly Mock<ILibvirtConnection> _connection = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ManualResetEventSlim _released = new();
    private readonly GuestAccess _access;
    private int _closing;

    public GuestAccessTests()
    {
        _connector.Setup(c => c.Open(It.IsAny<string>(), It.IsAny<bool>())).Returns(_connection.Object);
        _connection.Setup(c => c.ListDomains(It.IsAny<DomainFilter>())).Returns([]);
        _access = new(_connector.Object, _time);
    }

    public void Dispose()
    {
        _released.Set();
        _released.Dispose();
    }

    [Test]
    public async Task OpenAsync_Node_IsKeptAliveAndClosed(CancellationToken token)
    {
        await using (await _access.OpenAsync("qemu:///system", token))
            _connection.Verify(c => c.SetKeepAlive(TimeSpan.FromSeconds(5), 5), Times.Once);
        _connection.Verify(c => c.Dispose(), Times.Once);
    }

    [Test]
    public void OpenAsync_KeepAliveFails_ClosesAndThrows(CancellationToken token)
    {
        _connection.Setup(c => c.SetKeepAlive(It.IsAny<TimeSpan>(), It.IsAny<int>())).Throws(new LibvirtException(LibvirtErrorCode.RpcError, 7, LibvirtErrorLevel.Error, "socket is closed"));
        Assert.ThrowsAsync<LibvirtException>(() => _access.OpenAsync("qemu:///system", token));
        _connection.Verify(c => c.Dispose(), Times.Once);
    }

    [Test]
    public async Task ReadAsync_DaemonHangsBeforeTheClose_GivesTheRosterAllTheSame(CancellationToken token)
    {
        HangAtClose();
        NodeRoster roster = await UntilDoneAsync(Task.Run(() => new RosterReader(_access).ReadAsync("qemu:///system", token), token), token);
        Assert.That(roster.Active, Is.Empty);
    }

    [Test]
    public async Task ReadActiveAsync_DaemonHangsBeforeTheClose_AnswersAllTheSame(CancellationToken token)
    {
        HangAtClose();
        Assert.That(await UntilDoneAsync(Task.Run(() => new RosterReader(_access).ReadActiveAsync("qemu:///system", token), token), token), Is.Empty);
    }

    [Test]
    public async Task DisposeAsync_DaemonOfAWatchedNodeHangs_LeavesItBehind(CancellationToken token)
    {
        HangAtClose();
        NodeWatch watch = await NodeWatch.BeginAsync(_access, "qemu:///system", token);
        await UntilDoneAsync(Task.Run(async () => await watch.DisposeAsync(), token), token);
        Assert.That(_closing, Is.EqualTo(1));
    }

    private void HangAtClose() => _connection.Setup(c => c.Dispose()).Callback(() =>
    {
        Interlocked.Increment(ref _closing);
        _released.Wait();
    });

    private async Task<T> UntilDoneAsync<T>(Task<T> work, CancellationToken token)
    {
        await UntilDoneAsync((Task)work, token);
        return await work;
    }

    private async Task UntilDoneAsync(Task work, CancellationToken token)
    {
        while (!work.IsCompleted)
        {
            token.ThrowIfCancellationRequested();
            if (Volatile.Read(ref _closing) > 0)
                _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await work;
    }
}
