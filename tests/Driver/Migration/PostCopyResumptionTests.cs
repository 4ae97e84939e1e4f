using Microsoft.Extensions.Time.Testing;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PostCopyResumptionTests
{
    private static readonly OwnershipReading Broken = new(
        new(GuestPresence.Paused, new(DomainState.Paused, 13), HasJob: true), new(GuestPresence.Running, new(DomainState.Running, 11)));

    private readonly TwoHosts _hosts = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _failures = [];
    private Reason? _objection;

    [Test]
    public async Task TryAsync_EachAttemptFails_WaitsLongerEachTimeAndGivesUp()
    {
        _hosts.OnMigrate = () => throw TwoHosts.Error(LibvirtErrorCode.OperationInvalid, "QEMU reports migration is still running");
        PostCopyResumption resumption = Create();
        int[] waits = [0, 1, 2, 4, 8, 16];
        foreach (int seconds in waits)
        {
            if (seconds > 0)
            {
                _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
                Assert.That(resumption.IsDue(Broken), Is.False, $"before {seconds} s");
                _time.Advance(TimeSpan.FromMilliseconds(1));
            }

            Assert.That((resumption.IsDue(Broken), resumption.IsHopeless(Broken)), Is.EqualTo((true, false)));
            await resumption.TryAsync(Broken);
            await resumption.Latest;
        }

        Assert.That(resumption.IsHopeless(Broken), Is.True);
        Assert.That(_failures, Has.Count.EqualTo(PostCopyResumption.MostAttempts));
    }

    [Test]
    public void IsDue_NothingBrokeOrNobodyHasTheMemory_IsFalse()
    {
        PostCopyResumption resumption = Create();
        OwnershipReading gone = Broken with { Destination = GuestReading.Absent };
        OwnershipReading sound = Broken with { Source = new(GuestPresence.Paused, new(DomainState.Paused, 12), HasJob: true) };
        Assert.Multiple(() =>
        {
            Assert.That((resumption.IsDue(gone), resumption.IsHopeless(gone)), Is.EqualTo((false, true)), "the target's QEMU is gone");
            Assert.That((resumption.IsDue(sound), resumption.IsHopeless(sound)), Is.EqualTo((false, false)), "post-copy goes on");
            Assert.That(resumption.IsDue(Broken with { Destination = GuestReading.Unknown }), Is.True, "the source may reach a target that we do not");
        });
    }

    [Test]
    public void IsHopeless_NotBegunWithPostCopy_IsTrue() => Assert.That(Create(MigrationFlags.Live).IsHopeless(Broken), Is.True);

    [Test]
    public async Task TryAsync_LockDoesNotStand_MakesNoCall()
    {
        _objection = new(ReasonCodes.LockLost, "the lock is lost");
        PostCopyResumption resumption = Create();
        await resumption.TryAsync(Broken);
        Assert.That(_hosts.Calls, Is.Empty);
        Assert.That(resumption.IsDue(Broken), Is.False, "not at once again");
    }

    private PostCopyResumption Create(MigrationFlags flags = MigrationFlags.Live | MigrationFlags.PostCopy)
    {
        TransferToFollow transfer = new()
        {
            Ends = new(TwoHosts.SourceUri, TwoHosts.DestinationUri, MigrationTestData.Guest, new() { Flags = flags }),
            Left = TimeSpan.Zero,
            MayAbort = _ => Task.FromResult(false),
            PermitResume = _ => Task.FromResult(_objection),
        };
        return new(_hosts.Connector.Object, transfer, _time, _failures.Add);
    }
}
