using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Monitoring;

public sealed class CalculatorTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void CpuUtilization_ThreeQuartersBusy_IsTheShare() => Assert.That(
        NodeSampleCalculator.CpuUtilization(Times(20, 30, 40, 10), Times(10, 10, 35, 5)), Is.EqualTo(0.75).Within(1e-9));

    [Test]
    public void CpuUtilization_WithoutAReadingBefore_IsNull() => Assert.That(NodeSampleCalculator.CpuUtilization(Times(1, 1, 1, 1), null), Is.Null);

    [Test]
    public void CpuUtilization_CounterRanBack_IsNull() =>
        Assert.That(NodeSampleCalculator.CpuUtilization(Times(1, 1, 1, 1), Times(9, 1, 1, 1)), Is.Null);

    [Test]
    public void CpuUtilization_NoTimePassed_IsNull() =>
        Assert.That(NodeSampleCalculator.CpuUtilization(Times(1, 1, 1, 1), Times(1, 1, 1, 1)), Is.Null);

    [Test]
    public void CpuUtilization_IdleNotTold_IsNull() => Assert.That(
        NodeSampleCalculator.CpuUtilization(Times(1, 1, 1, 1) with { Idle = null }, Times(0, 0, 0, 0)), Is.Null);

    [Test]
    public void Calculate_NodeMemory_CountsCacheAsAvailable()
    {
        NodeSample sample = NodeSampleCalculator.Calculate(
            new() { HostName = "n", At = At, Memory = new(1000, 100, 50, 100), Info = new("x86_64", 1000, 2, 0, 1, 1, 2, 1) }, null, []);
        Assert.Multiple(() =>
        {
            Assert.That(sample.MemoryAvailable?.Value, Is.EqualTo(250));
            Assert.That(sample.MemoryUtilization, Is.EqualTo(0.75).Within(1e-9));
            Assert.That(sample.Cpus, Is.EqualTo(2));
            Assert.That(sample.CpuUtilization, Is.Null);
        });
    }

    [Test]
    public void Calculate_NodeThatTellsNothing_IsNullNotZero()
    {
        NodeSample sample = NodeSampleCalculator.Calculate(new() { HostName = "n", At = At }, null, []);
        Assert.That(
            new object?[] { sample.Cpus, sample.CpuUtilization, sample.MemoryTotal, sample.MemoryAvailable, sample.MemoryUtilization }, Is.All.Null);
    }

    [Test]
    public void Calculate_GuestTwoSecondsLater_GivesRates()
    {
        DomainStatistics first = Guest(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), 1000, 500);
        GuestEntry before = new(GuestSampleCalculator.Calculate(first, At, null), first);
        GuestSample sample = GuestSampleCalculator.Calculate(
            Guest(TimeSpan.FromSeconds(13), TimeSpan.FromSeconds(2), 5000, 900), At + TimeSpan.FromSeconds(2), before);
        Assert.Multiple(() =>
        {
            Assert.That(sample.CpuUsage, Is.EqualTo(1.5));
            Assert.That(sample.StealRatio, Is.EqualTo(0.5));
            Assert.That(sample.ReceiveRate?.Value, Is.EqualTo(2000));
            Assert.That(sample.SendRate?.Value, Is.EqualTo(200));
            Assert.That(before.Sample.CpuUsage, Is.Null);
        });
    }

    [Test]
    public void Calculate_GuestCounterRanBack_GivesNullRate()
    {
        DomainStatistics first = Guest(TimeSpan.FromSeconds(10), null, 1000, null);
        GuestEntry before = new(GuestSampleCalculator.Calculate(first, At, null), first);
        GuestSample sample = GuestSampleCalculator.Calculate(Guest(TimeSpan.FromSeconds(1), null, 10, null), At + TimeSpan.FromSeconds(2), before);
        Assert.That(new object?[] { sample.CpuUsage, sample.StealRatio, sample.ReceiveRate, sample.SendRate, sample.NetworkSent }, Is.All.Null);
    }

    [Test]
    public void Calculate_StealAndWait_AreCountedApart()
    {
        DomainStatistics first = Vcpus(delay: 1, wait: 2), second = Vcpus(delay: 2, wait: 4);
        GuestSample sample = GuestSampleCalculator.Calculate(second, At + TimeSpan.FromSeconds(4), new(GuestSampleCalculator.Calculate(first, At, null), first));
        Assert.That((sample.StealRatio, sample.WaitRatio), Is.EqualTo(((double?)0.25, (double?)0.5)));
    }

    [TestCase(1_700_000_000UL, 1_700_000_000L)]
    [TestCase(0UL, null)]
    [TestCase(ulong.MaxValue, null)]
    [TestCase(null, null)]
    public void Calculate_BalloonsReport_HasItsTime(ulong? reported, long? seconds)
    {
        GuestSample sample = GuestSampleCalculator.Calculate(Vcpus(0, 0) with { Memory = new() { LastUpdate = reported, ActualBytes = 1024 } }, At, null);
        Assert.That((sample.BalloonReportedAt?.ToUnixTimeSeconds(), sample.MemoryActual?.Value), Is.EqualTo((seconds, (long?)1024)));
    }

    private static DomainStatistics Vcpus(int delay, int wait) => new()
    {
        Name = "web",
        Uuid = Guid.Empty,
        Vcpus = [new(0, 1, null, TimeSpan.FromSeconds(wait), TimeSpan.FromSeconds(delay))],
    };

    private static NodeCpuTimes Times(int kernel, int user, int idle, int wait) => new(
        TimeSpan.FromSeconds(kernel), TimeSpan.FromSeconds(user), TimeSpan.FromSeconds(idle), TimeSpan.FromSeconds(wait), null);

    private static DomainStatistics Guest(TimeSpan cpu, TimeSpan? delay, ulong? received, ulong? sent) => new()
    {
        Name = "g",
        Uuid = Guid.Empty,
        CpuTime = cpu,
        Vcpus = [new(0, 1, null, null, delay)],
        Interfaces = [new("a", received, sent), new("b", null, null)],
    };
}
