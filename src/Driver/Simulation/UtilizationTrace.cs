namespace ShadowMig.Driver.Simulation;

/// <summary>Recorded processor utilization of machines, evenly sampled.</summary>
/// <param name="Machines">One series a machine, all of the same length: shares of its processors, 0 to 1, oldest first.</param>
/// <param name="Interval">Time between two samples.</param>
public sealed record UtilizationTrace(IReadOnlyList<ReadOnlyMemory<double>> Machines, TimeSpan Interval)
{
    /// <summary>How many samples each machine has.</summary>
    public int Samples => Machines.Count == 0 ? 0 : Machines[0].Length;

    /// <summary>Time from the first sample to the end of the last.</summary>
    public TimeSpan Duration => Samples * Interval;

    /// <summary>The same machines in an order drawn from a seed.</summary>
    public UtilizationTrace Shuffled(ulong seed)
    {
        ReadOnlyMemory<double>[] machines = [.. Machines];
        new Random(unchecked((int)seed)).Shuffle(machines);
        return this with { Machines = machines };
    }
}
