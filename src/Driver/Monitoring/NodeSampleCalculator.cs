using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Turns two readings of a node into a sample.</summary>
internal static class NodeSampleCalculator
{
    /// <summary>The sample of now; what needs a difference is null without a reading before.</summary>
    /// <param name="now">What was read.</param>
    /// <param name="before">What was read at the tick before.</param>
    /// <param name="resident">Resident memory of the node's guests, as last read; null where unknown.</param>
    public static NodeSample Calculate(NodeReadings now, NodeReadings? before, IEnumerable<ByteCount?> resident)
    {
        ByteCount? total = ByteCount.From(now.Memory?.TotalBytes ?? now.Info?.MemoryBytes);
        ByteCount? available = AvailableMemory.Of(now.Memory, resident);
        return new()
        {
            HostName = now.HostName,
            At = now.At,
            Cpus = (int?)now.Info?.Cpus,
            CpuUtilization = CpuUtilization(now.CpuTimes, before?.CpuTimes),
            MemoryTotal = total,
            MemoryAvailable = available,
            MemoryUtilization = total is { Value: > 0 } all && available is { } free
                ? Math.Clamp(1 - (free.Value / (double)all.Value), 0, 1)
                : null,
            Pressure = now.Pressure,
        };
    }

    /// <summary>Busy over all time between two readings; waiting for I/O is idle. Null when time did not pass or ran back.</summary>
    public static double? CpuUtilization(NodeCpuTimes? now, NodeCpuTimes? before)
    {
        if (now?.Idle is not { } idleNow || before?.Idle is not { } idleBefore)
            return null;
        TimeSpan busy = Busy(now) - Busy(before);
        TimeSpan idle = idleNow + (now.IoWait ?? default) - idleBefore - (before.IoWait ?? default);
        return busy >= TimeSpan.Zero && idle >= TimeSpan.Zero && busy + idle > TimeSpan.Zero ? busy / (busy + idle) : null;
    }

    private static TimeSpan Busy(NodeCpuTimes times) => (times.Kernel ?? default) + (times.User ?? default) + (times.Interrupt ?? default);
}
