namespace ShadowMig.Driver.Monitoring.Signals.Local;

/// <summary>Pressure stall information of this machine.</summary>
internal sealed class PressureSignals(IFileReader files) : ISignalSource
{
    private static readonly (string Resource, string Some, string Full)[] Resources =
    [
        ("cpu", SignalNames.NodeCpuPressureSome, SignalNames.NodeCpuPressureFull),
        ("memory", SignalNames.NodeMemoryPressureSome, SignalNames.NodeMemoryPressureFull),
        ("io", SignalNames.NodeIoPressureSome, SignalNames.NodeIoPressureFull),
    ];

    /// <inheritdoc/>
    public bool Provides(string signal) => Array.Exists(Resources, resource => signal == resource.Some || signal == resource.Full);

    /// <inheritdoc/>
    public IEnumerable<SignalReading> Read(SignalTick tick)
    {
        foreach ((string resource, string some, string full) in tick.IsLocal ? Resources : [])
        {
            string? text = files.ReadOrNull($"/proc/pressure/{resource}");
            if (PressureParser.SomeAverage10(text) is { } someShare)
                yield return tick.Node(some, someShare);
            if (PressureParser.FullAverage10(text) is { } fullShare)
                yield return tick.Node(full, fullShare);
        }
    }
}
