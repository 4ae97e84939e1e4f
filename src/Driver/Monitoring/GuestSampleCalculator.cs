using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Turns two readings of a guest into a sample.</summary>
internal static class GuestSampleCalculator
{
    /// <summary>The sample of now; rates are null without a reading before, and when a counter ran back.</summary>
    public static GuestSample Calculate(DomainStatistics now, DateTimeOffset at, GuestEntry? before)
    {
        TimeSpan elapsed = before is null ? TimeSpan.Zero : at - before.Sample.At;
        ByteCount? received = Sum(now.Interfaces, i => i.ReceivedBytes);
        ByteCount? sent = Sum(now.Interfaces, i => i.SentBytes);
        return new()
        {
            Domain = new(now.Name, now.Uuid),
            At = at,
            State = now.State?.State,
            VirtualCpus = now.Vcpus.Count > 0 ? now.Vcpus.Count : null,
            CpuTime = now.CpuTime,
            CpuUsage = Rate((now.CpuTime - before?.Sample.CpuTime)?.TotalSeconds, elapsed),
            StealRatio = StealRatio(now, before?.Readings, elapsed),
            MemoryTotal = ByteCount.From(now.MaximumMemoryBytes),
            MemoryResident = ByteCount.From(now.Memory?.ResidentBytes),
            MajorFaults = (long?)now.Memory?.MajorFaults,
            SwapIn = ByteCount.From(now.Memory?.SwapInBytes),
            NetworkReceived = received,
            NetworkSent = sent,
            ReceiveRate = ByteRate(received, before?.Sample.NetworkReceived, elapsed),
            SendRate = ByteRate(sent, before?.Sample.NetworkSent, elapsed),
        };
    }

    /// <summary>Traffic of all interfaces; null when none tells.</summary>
    public static ByteCount? Sum(IReadOnlyList<InterfaceStatistics> interfaces, Func<InterfaceStatistics, ulong?> counter)
    {
        ulong? sum = null;
        foreach (InterfaceStatistics statistics in interfaces)
        {
            if (counter(statistics) is { } value)
                sum = (sum ?? 0) + value;
        }

        return ByteCount.From(sum);
    }

    /// <summary>Bytes a second between two counters; null when unknown or when the counter ran back.</summary>
    public static BytesPerSecond? ByteRate(ByteCount? now, ByteCount? before, TimeSpan elapsed) =>
        Rate((now - before)?.Value, elapsed) is { } rate ? new(rate) : null;

    private static double? StealRatio(DomainStatistics now, DomainStatistics? before, TimeSpan elapsed)
    {
        TimeSpan? delay = Delay(now) - (before is null ? null : Delay(before));
        return Rate(delay?.TotalSeconds, elapsed) is { } share ? Math.Clamp(share / now.Vcpus.Count, 0, 1) : null;
    }

    private static TimeSpan? Delay(DomainStatistics statistics)
    {
        TimeSpan? sum = null;
        foreach (VcpuStatistics vcpu in statistics.Vcpus)
        {
            if ((vcpu.Delay ?? vcpu.Wait) is { } delay)
                sum = (sum ?? TimeSpan.Zero) + delay;
        }

        return sum;
    }

    private static double? Rate(double? difference, TimeSpan elapsed) =>
        difference >= 0 && elapsed > TimeSpan.Zero ? difference / elapsed.TotalSeconds : null;
}
