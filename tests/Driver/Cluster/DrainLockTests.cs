using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Tests.Monitoring;

namespace ShadowMig.Driver.Tests.Cluster;

[TestFixture]
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DrainLockTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    private static readonly DrainClaim Claim = new("n1", "desk:42", default);

    private readonly FakeTimeProvider _time = new();
    private readonly Mock<IDrainBook> _book = new();

    [SetUp]
    public void SetUp()
    {
        _book.Setup(b => b.TryTakeAsync(Claim, Lease, It.IsAny<CancellationToken>())).ReturnsAsync(new DrainAttempt(new DrainGrant(Claim, 7)));
        Renew().ReturnsAsync(true);
    }

    [Test]
    public async Task TakeAsync_Refused_SaysWhy()
    {
        Reason refusal = new(ReasonCodes.NodeDraining, "somebody else");
        _book.Setup(b => b.TryTakeAsync(Claim, Lease, It.IsAny<CancellationToken>())).ReturnsAsync(new DrainAttempt(null, refusal));
        (DrainLock? held, Reason? why) = await DrainLock.TakeAsync(_book.Object, Claim, Lease, _time, NullLogger.Instance, default);
        Assert.That((held, why), Is.EqualTo(((DrainLock?)null, refusal)));
    }

    [Test]
    public async Task ConfirmAsync_BookAnswersNo_IsLostForGood()
    {
        await using DrainLock held = await TakeAsync();
        Assert.That(await held.ConfirmAsync(), Is.Null);
        Renew().ReturnsAsync(false);
        Assert.That((await held.ConfirmAsync())?.Code, Is.EqualTo(ReasonCodes.LockLost));
        Renew().ReturnsAsync(true);
        Assert.That((await held.ConfirmAsync())?.Code, Is.EqualTo(ReasonCodes.LockLost));
        Assert.That(held.Lost?.Message, Does.Contain("n1").And.Contain("token 7"));
    }

    [Test]
    public async Task ConfirmAsync_BookOutOfReach_BeginsNothingNowAndIsNotLost()
    {
        await using DrainLock held = await TakeAsync();
        Renew().ThrowsAsync(new CoordinationUnavailableException("etcd is on fire"));
        Assert.That((await held.ConfirmAsync())?.Code, Is.EqualTo(ReasonCodes.CoordinationUnavailable));
        Assert.That(held.Lost, Is.Null);
        Renew().ReturnsAsync(true);
        Assert.That(await held.ConfirmAsync(), Is.Null);
    }

    [Test]
    public async Task Holding_EveryThirdOfALease_RenewsUntilItIsGivenBack(CancellationToken token)
    {
        int renewals = 0;
        Renew().ReturnsAsync(() => Interlocked.Increment(ref renewals) > 0);
        DateTimeOffset begun = _time.GetUtcNow();
        await using (await TakeAsync())
            await TrackedTime.Until(() => Volatile.Read(ref renewals) == 3, token, () => _time.Advance(TimeSpan.FromMilliseconds(50)));

        Assert.That(_time.GetUtcNow() - begun, Is.GreaterThanOrEqualTo(Lease), "not more often than needed");
        _book.Verify(b => b.ReleaseAsync(It.Is<DrainGrant>(g => g.Token == 7), It.IsAny<CancellationToken>()), Times.Once);
    }

    private async Task<DrainLock> TakeAsync() => (await DrainLock.TakeAsync(_book.Object, Claim, Lease, _time, NullLogger.Instance, default)).Lock!;

    private Moq.Language.Flow.ISetup<IDrainBook, Task<bool>> Renew() =>
        _book.Setup(b => b.RenewAsync(It.IsAny<DrainGrant>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()));
}
