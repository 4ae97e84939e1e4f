using ShadowMig.Driver.Simulation;

namespace ShadowMig.Driver.Tests.Simulation;

/// <summary>Small traces.</summary>
internal static class Traces
{
    /// <summary>Machines that ask for the same all the time.</summary>
    public static UtilizationTrace Steady(int samples, params double[] machines) =>
        new([.. machines.Select(m => (ReadOnlyMemory<double>)Enumerable.Repeat(m, samples).ToArray())], TimeSpan.FromMinutes(5));

    /// <summary>Machines whose load wanders, always the same way.</summary>
    public static UtilizationTrace Wandering(int machines, int samples)
    {
        Random random = new(5);
        return new([.. Enumerable.Range(0, machines).Select(_ => (ReadOnlyMemory<double>)Walk(random, samples))], TimeSpan.FromMinutes(5));
    }

    private static double[] Walk(Random random, int samples)
    {
        double[] values = new double[samples];
        double value = random.NextDouble() * 0.5;
        for (int i = 0; i < samples; i++)
            values[i] = value = Math.Clamp(value + ((random.NextDouble() - 0.5) * 0.2), 0.01, 1);
        return values;
    }
}
