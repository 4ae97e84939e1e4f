using Microsoft.Extensions.Logging.Abstractions;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Monitoring;

public sealed class GuestObserverTests
{
    [Test]
    public async Task ObserveAsync_KvmWithRing_GivesCurveAndVcpuRates()
    {
        ScriptedGuest guest = new(dirtyRing: true) { Written = t => Math.Min(100 * t.TotalSeconds, 300), VcpuRates = { [0] = 60, [1] = 40 } };
        GuestObservation seen = await ObserveAsync(guest);
        Assert.Multiple(() =>
        {
            Assert.That(seen.DirtyRateMode, Is.EqualTo(DirtyRateMode.DirtyRing));
            Assert.That(seen.DirtyRate?.MebibytesPerSecond, Is.EqualTo(100.5), "half of the MiB/s that QEMU rounds down is given back");
            Assert.That(seen.WorkingSet.Select(p => p.Distinct.Mebibytes), Is.EqualTo(new[] { 100.5, 201, 302 }));
            Assert.That(seen.WorkingSet.Select(p => p.RelativeError), Is.All.InRange(0.01, 0.2));
            Assert.That(seen.Activity.Single().Distinct.Mebibytes, Is.EqualTo(100.5));
            Assert.That(seen.VcpuDirtyRates[1].MebibytesPerSecond, Is.EqualTo(40));
            Assert.That(seen.MemoryTotal, Is.EqualTo(ByteCount.FromMebibytes(1024)));
            Assert.That(seen.MemoryResident, Is.EqualTo(ByteCount.FromMebibytes(600)));
            Assert.That(seen.PageSize.Value, Is.EqualTo(4096));
            Assert.That(seen.VirtualCpus, Is.EqualTo(2));
            Assert.That(seen.ZeroPageRatio, Is.Null);
            Assert.That(guest.Time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(8)));
        });
    }

    [Test]
    public async Task ObserveAsync_RingCountsPagesTwice_IsHeldBelowWhatSamplingFound()
    {
        ScriptedGuest guest = new(dirtyRing: true) { VcpuRates = { [0] = 88 } };
        guest.Written = t => guest.Started[^1].Mode == DirtyRateMode.DirtyRing ? 88 * t.TotalSeconds : 32;
        GuestObservation seen = await ObserveAsync(guest);
        Assert.Multiple(() =>
        {
            Assert.That(guest.Started.Select(s => s.Mode), Is.EqualTo(new[] { DirtyRateMode.DirtyRing, DirtyRateMode.PageSampling, DirtyRateMode.PageSampling }));
            Assert.That(seen.DirtyRateMode, Is.EqualTo(DirtyRateMode.DirtyRing));
            Assert.That(seen.WorkingSet.Select(p => p.Distinct.Mebibytes), Is.EqualTo(new[] { 33.0, 33, 34 }).Within(1));
            Assert.That(seen.DirtyRate?.MebibytesPerSecond, Is.EqualTo(33).Within(1));
            Assert.That(seen.VcpuDirtyRates[0].MebibytesPerSecond, Is.EqualTo(88));
        });
    }

    [Test]
    public async Task ObserveAsync_SamplingHitsNothing_LeavesTheRingsCount()
    {
        ScriptedGuest guest = new(dirtyRing: true);
        guest.Written = t => guest.Started[^1].Mode == DirtyRateMode.DirtyRing ? 3 * t.TotalSeconds : 0;
        GuestObservation seen = await ObserveAsync(guest);
        Assert.That(seen.WorkingSet.Select(p => p.Distinct.Mebibytes), Is.EqualTo(new[] { 3.0, 3, 3 }).Within(1));
    }

    [TestCase("qemu", false)]
    [TestCase("qemu", true)]
    [TestCase("hvf", true)]
    public async Task ObserveAsync_NotKvm_NeverStartsAnotherModeThanPageSampling(string type, bool ring)
    {
        ScriptedGuest guest = new(type, ring) { Written = _ => 64 };
        await ObserveAsync(guest);
        Assert.That(guest.Started.Select(s => s.Mode), Is.EqualTo(Enumerable.Repeat(DirtyRateMode.PageSampling, 3)));
    }

    [Test]
    public async Task ObserveAsync_ExactModeRefused_FallsBackToPageSampling()
    {
        ScriptedGuest guest = new() { Written = _ => 64, Refused = { DirtyRateMode.DirtyBitmap } };
        GuestObservation seen = await ObserveAsync(guest);
        Assert.That(seen.DirtyRateMode, Is.EqualTo(DirtyRateMode.PageSampling));
        Assert.That(seen.WorkingSet, Has.Count.EqualTo(3));
    }

    [Test]
    public void ObserveAsync_PageSamplingRefused_Throws()
    {
        ScriptedGuest guest = new("qemu") { Refused = { DirtyRateMode.PageSampling } };
        Assert.That(() => ObserveAsync(guest), Throws.InstanceOf<LibvirtException>());
    }

    [TestCase(DomainState.Paused)]
    [TestCase(DomainState.PowerManagementSuspended)]
    public async Task ObserveAsync_PausedGuest_WritesNothingWithoutACalculation(DomainState state)
    {
        ScriptedGuest guest = new() { State = state, Written = _ => 64 };
        GuestObservation seen = await ObserveAsync(guest);
        Assert.Multiple(() =>
        {
            Assert.That(guest.Started, Is.Empty);
            Assert.That(seen.IsRunning, Is.False);
            Assert.That(seen.DirtyRate, Is.EqualTo(new BytesPerSecond(0)));
            Assert.That(seen.DirtyRateMode, Is.Null);
            Assert.That(seen.WorkingSet.Select(p => p.Distinct.Value), Is.EqualTo(new long[] { 0, 0, 0 }));
        });
    }

    [Test]
    public void ObserveAsync_JobRuns_IsRefusedWithoutACalculation()
    {
        ScriptedGuest guest = new() { JobType = () => DomainJobType.Unbounded };
        ObservationRefusedException? refusal = Assert.ThrowsAsync<ObservationRefusedException>(() => ObserveAsync(guest));
        Assert.That(refusal?.Reason.Code, Is.EqualTo(ReasonCodes.DomainBusy));
        Assert.That(guest.Started, Is.Empty);
    }

    [Test]
    public void ObserveAsync_ShutOff_IsRefusedAsInactive()
    {
        ScriptedGuest guest = new() { State = DomainState.ShutOff };
        ObservationRefusedException? refusal = Assert.ThrowsAsync<ObservationRefusedException>(() => ObserveAsync(guest));
        Assert.That(refusal?.Reason.Code, Is.EqualTo(ReasonCodes.DomainInactive));
    }

    [Test]
    public async Task ObserveAsync_MigrationBeginsMidway_StartsNoFurtherCalculation()
    {
        ScriptedGuest guest = new() { Written = _ => 64 };
        guest.JobType = () => guest.Started.Count > 0 ? DomainJobType.Unbounded : DomainJobType.None;
        GuestObservation seen = await ObserveAsync(guest);
        Assert.That(guest.Started, Has.Count.EqualTo(1));
        Assert.That(seen.WorkingSet, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ObserveAsync_PageSamplingMissedTheShortestPeriod_RepeatsItOnce()
    {
        ScriptedGuest guest = new("qemu");
        guest.Written = t => t.TotalSeconds == 1 && guest.Started.Count == 1 ? 0 : 200;
        GuestObservation seen = await ObserveAsync(guest);
        Assert.That(guest.Started.Select(s => s.Period.TotalSeconds), Is.EqualTo(new[] { 1.0, 2, 4, 1 }));
        Assert.That(seen.DirtyRate?.Value, Is.GreaterThan(0));
    }

    [Test]
    public async Task ObserveAsync_PageSamplingWithTimeLeft_RepeatsTheShortestPeriod()
    {
        ScriptedGuest guest = new("qemu") { Written = _ => 64 };
        await ObserveAsync(guest, new() { CallBound = VirtualTime.Never, Periods = [TimeSpan.FromSeconds(1)] });
        Assert.That(guest.Started, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task ObserveAsync_SeveralShortMeasurements_GivesTheActivity()
    {
        ScriptedGuest guest = new();
        guest.Written = t => t.TotalSeconds == 1 && guest.Started.Count % 2 == 0 ? 2 : 100;
        GuestObservation seen = await ObserveAsync(guest, new() { CallBound = VirtualTime.Never, ShortMeasurements = 5 });
        Assert.That(seen.Activity.Select(sample => sample.Distinct.Mebibytes), Is.EqualTo(new[] { 100.5, 2.5, 100.5, 2.5, 100.5 }));
        Assert.That(seen.Activity.Select(sample => sample.At), Is.Ordered.And.Unique);
    }

    [Test]
    public async Task ObserveAsync_TrafficDuringTheObservation_GivesItsRate()
    {
        ScriptedGuest guest = new() { Received = t => (ulong)(1000 * t.TotalSeconds) };
        GuestObservation seen = await ObserveAsync(guest);
        Assert.That(seen.NetworkRate?.Value, Is.EqualTo(1000).Within(1));
    }

    [Test]
    public async Task ObserveAsync_SomebodyElseBeginsFirst_WaitsForItsTurnInTheSameMode()
    {
        ScriptedGuest guest = new() { Written = t => 50 * t.TotalSeconds, Outrun = 3 };

        GuestObservation seen = await ObserveAsync(guest);

        Assert.That(guest.Started.Select(s => s.Mode), Is.EqualTo(new[] { DirtyRateMode.DirtyBitmap, DirtyRateMode.DirtyBitmap, DirtyRateMode.DirtyBitmap }));
        Assert.That(seen.WorkingSet, Has.Count.EqualTo(3));
    }

    [TestCase(0.5)]
    [TestCase(1.5)]
    [TestCase(61)]
    public void ObserveAsync_PeriodLibvirtDoesNotKnow_Throws(double seconds) => Assert.That(
        () => ObserveAsync(new ScriptedGuest(), new() { Periods = [TimeSpan.FromSeconds(seconds)] }), Throws.ArgumentException);

    [Test]
    public async Task ObserveAsync_ProbeNotAllowed_ReadsNoGuestMemory()
    {
        ScriptedGuest guest = new() { Written = _ => 64 };
        await ObserveAsync(guest);
        Assert.That(guest.Domain.Invocations.Select(i => i.Method.Name), Has.None.EqualTo(nameof(ILibvirtDomain.PeekMemory)));
    }

    private static Task<GuestObservation> ObserveAsync(ScriptedGuest guest, ObservationOptions? options = null) =>
        new GuestObserver(guest.Time, NullLogger<GuestObserver>.Instance)
            .ObserveAsync(guest.Connection.Object, guest.Domain.Object, options ?? guest.Options, null, CancellationToken.None);
}
