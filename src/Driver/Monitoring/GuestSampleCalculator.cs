using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Turns two readings of a guest into a sample.</summary>
internal static class GuestSampleCalculator
{
    /// <summary>The sample of now, by readings of everything; rates are null without a reading before, and when a counter ran back.</summary>
    public static GuestSample Calculate(DomainStatistics now, DateTimeOffset at, GuestEntry? before)
    {
        TimeSpan elapsed = at - before?.Sample.DetailedAt ?? TimeSpan.Zero;
        ByteCount? received = Sum(now.Interfaces, i => i.ReceivedBytes);
        ByteCount? sent = Sum(now.Interfaces, i => i.SentBytes);
        return Refresh(now, at, before?.Sample) with
        {
            DetailedAt = at,
            VirtualCpus = now.Vcpus.Count > 0 ? now.Vcpus.Count : null,
            StealRatio = WaitingRatio(now, before?.Readings, elapsed, vcpu => vcpu.Delay ?? vcpu.Wait),
            WaitRatio = WaitingRatio(now, before?.Readings, elapsed, vcpu => vcpu.Wait),
            MemoryTotal = ByteCount.From(now.MaximumMemoryBytes),
            MemoryActual = ByteCount.From(now.Memory?.ActualBytes),
            BalloonReportedAt = now.Memory?.LastUpdate is > 0 and <= int.MaxValue and var seconds ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null,
            MemoryResident = ByteCount.From(now.Memory?.ResidentBytes),
            MajorFaults = (long?)now.Memory?.MajorFaults,
            SwapIn = ByteCount.From(now.Memory?.SwapInBytes),
            NetworkReceived = received,
            NetworkSent = sent,
            ReceiveRate = ByteRate(received, before?.Sample.NetworkReceived, elapsed),
            SendRate = ByteRate(sent, before?.Sample.NetworkSent, elapsed),
        };
    }

    /// <summary>The sample of now, by readings of its state and processor time; the rest stands as it was.</summary>
    public static GuestSample Refresh(DomainStatistics now, DateTimeOffset at, GuestSample? before)
    {
        TimeSpan elapsed = at - before?.At ?? TimeSpan.Zero;
        DomainIdentity domain = new(now.Name, now.Uuid);
        return (before ?? new() { Domain = domain, At = at }) with
        {
            Domain = domain,
            At = at,
            IsStale = false,
            State = now.State?.State,
            CpuTime = now.CpuTime,
            CpuUsage = Rate((now.CpuTime - before?.CpuTime)?.TotalSeconds, elapsed),
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

    private static double? WaitingRatio(DomainStatistics now, DomainStatistics? before, TimeSpan elapsed, Func<VcpuStatistics, TimeSpan?> waited)
    {
        TimeSpan? difference = Sum(now.Vcpus, waited) - (before is null ? null : Sum(before.Vcpus, waited));
        return Rate(difference?.TotalSeconds, elapsed) is { } share ? Math.Clamp(share / now.Vcpus.Count, 0, 1) : null;
    }

    private static TimeSpan? Sum(IReadOnlyList<VcpuStatistics> vcpus, Func<VcpuStatistics, TimeSpan?> counter)
    {
        TimeSpan? sum = null;
        foreach (VcpuStatistics vcpu in vcpus)
        {
            if (counter(vcpu) is { } time)
                sum = (sum ?? TimeSpan.Zero) + time;
        }

        return sum;
    }

    private static double? Rate(double? difference, TimeSpan elapsed) =>
        difference >= 0 && elapsed > TimeSpan.Zero ? difference / elapsed.TotalSeconds : null;
}
