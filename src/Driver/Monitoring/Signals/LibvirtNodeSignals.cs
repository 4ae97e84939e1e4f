namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>What libvirt tells of the node.</summary>
internal sealed class LibvirtNodeSignals : ISignalSource
{
    /// <inheritdoc/>
    public bool Provides(string signal) => signal is SignalNames.NodeCpuUtilization or SignalNames.NodeMemoryUtilization;

    /// <inheritdoc/>
    public IEnumerable<SignalReading> Read(SignalTick tick)
    {
        if (tick.Snapshot.Node is not { } node)
            yield break;
        if (node.CpuUtilization is { } cpu)
            yield return tick.Reading(SignalNames.NodeCpuUtilization, null, cpu, node.At);
        if (node.MemoryUtilization is { } memory)
            yield return tick.Reading(SignalNames.NodeMemoryUtilization, null, memory, node.At);
    }
}
