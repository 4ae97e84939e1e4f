using Microsoft.Extensions.Time.Testing;
using ShadowMig.Driver.Libvirt;

namespace ShadowMig.Driver.Tests.Libvirt;

[TestFixture]
public sealed class BoundedCallTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task RunAsync_CallReturns_GivesItsValue() =>
        Assert.That(await BoundedCall.RunAsync(() => 42, Bound, _time, CancellationToken.None), Is.EqualTo(42));

    [Test]
    public void RunAsync_CallThrows_ThrowsTheSame() => Assert.That(
        async () => await BoundedCall.RunAsync<int>(() => throw new FormatException("no"), Bound, _time, CancellationToken.None),
        Throws.TypeOf<FormatException>().With.Message.EqualTo("no"));

    [Test]
    public void RunAsync_CallHangs_ThrowsTimeoutAndDisposesWhatComesLate()
    {
        using var release = new ManualResetEventSlim();
        using var disposed = new ManualResetEventSlim();
        Task<IDisposable> call = BoundedCall.RunAsync<IDisposable>(
            () =>
            {
                release.Wait();
                return new Late(disposed);
            },
            Bound, _time, CancellationToken.None);
        _time.Advance(Bound);
        Assert.That(async () => await call, Throws.TypeOf<TimeoutException>().With.Message.Contains("5 s"));
        release.Set();
        Assert.That(disposed.Wait(TimeSpan.FromSeconds(10)), Is.True);
    }

    [Test]
    public async Task RunAsync_CallHangs_TellsWhenItComesBackAtLast()
    {
        using var release = new ManualResetEventSlim();
        Task? late = null;
        Task<int> call = BoundedCall.RunAsync(
            () =>
            {
                release.Wait();
                return 1;
            },
            Bound, _time, CancellationToken.None, left => late = left);
        Assert.That(late, Is.Null);
        _time.Advance(Bound);
        Assert.That(async () => await call, Throws.TypeOf<TimeoutException>());
        Assert.That(late?.IsCompleted, Is.False);
        release.Set();
        await late!.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test]
    public void RunAsync_Cancelled_StopsWaiting()
    {
        using var release = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        Task call = BoundedCall.RunAsync(release.Wait, Bound, _time, cancel.Token);
        cancel.Cancel();
        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        release.Set();
    }

    [Test]
    public async Task RunAsync_Always_UsesABackgroundThreadOutsideThePool() => Assert.That(
        await BoundedCall.RunAsync(
            () => Thread.CurrentThread is { IsBackground: true, IsThreadPoolThread: false }, Bound, _time, CancellationToken.None),
        Is.True);

    private sealed class Late(ManualResetEventSlim disposed) : IDisposable
    {
        public void Dispose() => disposed.Set();
    }
}
