using ShadowMig.Native.Decoding;

namespace ShadowMig.Native.Tests.Decoding;

public sealed class DomainStatisticsReaderTests
{
    private static readonly Guid Uuid = new("0b1c2d3e-0000-4000-8000-000000000001");

    [Test]
    public void Read_NothingSent_LeavesReadingsNull()
    {
        DomainStatistics statistics = DomainStatisticsReader.Read("guest", Uuid, TypedParameters.Empty);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(statistics.Name, Is.EqualTo("guest"));
            Assert.That(statistics.Uuid, Is.EqualTo(Uuid));
            Assert.That(statistics.State, Is.Null);
            Assert.That(statistics.CpuTime, Is.Null);
            Assert.That(statistics.Memory, Is.Null);
            Assert.That(statistics.MaximumMemoryBytes, Is.Null);
            Assert.That(statistics.Vcpus, Is.Empty);
            Assert.That(statistics.Interfaces, Is.Empty);
            Assert.That(statistics.DirtyRate, Is.Null);
        }
    }

    [Test]
    public void Read_StateCpuAndBalloon_AreInBytesAndTimes()
    {
        DomainStatistics statistics = DomainStatisticsReader.Read("guest", Uuid, Fields.Of(
            ("state.state", 3L), ("state.reason", 12L), ("cpu.time", 1_500_000_000UL),
            ("balloon.current", 2048UL), ("balloon.maximum", 4096UL), ("balloon.rss", 1024UL), ("balloon.usable", 512UL),
            ("balloon.major_fault", 7UL), ("balloon.last-update", 1_700_000_000UL)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(statistics.State, Is.EqualTo(new DomainStateReading(DomainState.Paused, 12)));
            Assert.That(statistics.State!.Value.IsPausedForPostCopy, Is.True);
            Assert.That(statistics.CpuTime, Is.EqualTo(TimeSpan.FromSeconds(1.5)));
            Assert.That(statistics.MaximumMemoryBytes, Is.EqualTo(4096 * 1024));
            Assert.That(statistics.Memory, Is.EqualTo(new DomainMemoryStatistics
            {
                ActualBytes = 2048 * 1024,
                ResidentBytes = 1024 * 1024,
                UsableBytes = 512 * 1024,
                MajorFaults = 7,
                LastUpdate = 1_700_000_000,
            }));
        }
    }

    [Test]
    public void Read_VcpusWithGaps_KeepTheirIndices()
    {
        DomainStatistics statistics = DomainStatisticsReader.Read("guest", Uuid, Fields.Of(
            ("vcpu.current", 2UL), ("vcpu.maximum", 16UL),
            ("vcpu.10.state", 1L), ("vcpu.10.time", 1_000_000UL),
            ("vcpu.0.state", 1L), ("vcpu.0.time", 2_000_000UL), ("vcpu.0.wait", 300UL), ("vcpu.0.delay", 400UL),
            ("vcpu.0.halted.sum", 5UL)));

        Assert.That(statistics.Vcpus, Is.EqualTo(new[]
        {
            new VcpuStatistics(0, 1, TimeSpan.FromMilliseconds(2), TimeSpan.FromTicks(3), TimeSpan.FromTicks(4)),
            new VcpuStatistics(10, 1, TimeSpan.FromMilliseconds(1), null, null),
        }));
    }

    [Test]
    public void Read_Interfaces_AreNamed()
    {
        DomainStatistics statistics = DomainStatisticsReader.Read("guest", Uuid, Fields.Of(
            ("net.count", 2UL), ("net.0.name", "vnet0"), ("net.0.rx.bytes", 5UL), ("net.1.name", "vnet1"), ("net.1.tx.bytes", 6UL)));

        Assert.That(statistics.Interfaces, Is.EqualTo(new[]
        {
            new InterfaceStatistics("vnet0", 5, null), new InterfaceStatistics("vnet1", null, 6),
        }));
    }

    [Test]
    public void Read_DirtyRateOfTheRing_IsPerVcpu()
    {
        DomainStatistics statistics = DomainStatisticsReader.Read("guest", Uuid, Fields.Of(
            ("dirtyrate.calc_status", 2L), ("dirtyrate.calc_start_time", 1_700_000_000L), ("dirtyrate.calc_period", 2L),
            ("dirtyrate.calc_mode", "dirty-ring"), ("dirtyrate.megabytes_per_second", 48L),
            ("dirtyrate.vcpu.0.megabytes_per_second", 40UL), ("dirtyrate.vcpu.3.megabytes_per_second", 8UL)));

        DirtyRateReading reading = statistics.DirtyRate!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Status, Is.EqualTo(DirtyRateStatus.Measured));
            Assert.That(reading.StartTime, Is.EqualTo(1_700_000_000));
            Assert.That(reading.Period, Is.EqualTo(TimeSpan.FromSeconds(2)));
            Assert.That(reading.Mode, Is.EqualTo(DirtyRateMode.DirtyRing));
            Assert.That(reading.MebibytesPerSecond, Is.EqualTo(48));
            Assert.That(reading.VcpuMebibytesPerSecond, Is.EquivalentTo(new Dictionary<int, ulong> { [0] = 40, [3] = 8 }));
        }
    }

    [Test]
    public void Read_DirtyRateUnderWay_HasNoResult()
    {
        DirtyRateReading? reading = DomainStatisticsReader.Read("guest", Uuid, Fields.Of(("dirtyrate.calc_status", 1L))).DirtyRate;

        Assert.That(reading, Is.Not.Null);
        Assert.That(reading.Status, Is.EqualTo(DirtyRateStatus.Measuring));
        Assert.That(reading.MebibytesPerSecond, Is.Null);
        Assert.That(reading.Mode, Is.Null);
    }

    [Test]
    public void Read_UnknownFields_StayUnderTheirNames()
    {
        TypedParameters fields = Fields.Of(("vm.halt_wakeup.sum", 3UL), ("vcpu.x.new", 1UL), ("net.", 1UL), ("vcpu.99999999999.time", 1UL));

        DomainStatistics statistics = DomainStatisticsReader.Read("guest", Uuid, fields);

        Assert.That(statistics.Fields.UnsignedInteger("vm.halt_wakeup.sum"), Is.EqualTo(3));
        Assert.That(statistics.Vcpus, Is.Empty);
    }
}
