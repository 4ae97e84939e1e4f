using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Makes a writable working set curve W(t) out of single measurements.</summary>
internal static class WorkingSetAssembler
{
    /// <summary>
    /// Averages measurements of the same period, orders by period, and keeps what every such curve has:
    /// none is above the guest's memory, and a longer time never writes less (running maximum).
    /// </summary>
    public static IReadOnlyList<WorkingSetPoint> Assemble(IEnumerable<WorkingSetPoint> measured, ByteCount memoryTotal)
    {
        List<WorkingSetPoint> curve = [];
        long most = 0;
        foreach (var samples in measured.GroupBy(point => point.Period).OrderBy(group => group.Key))
        {
            long mean = (long)samples.Average(point => (double)point.Distinct.Value);
            most = Math.Clamp(mean, most, Math.Max(most, memoryTotal.Value));
            curve.Add(new(samples.Key, new(most)));
        }

        return curve;
    }
}
