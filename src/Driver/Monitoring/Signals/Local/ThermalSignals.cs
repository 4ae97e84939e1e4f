namespace ShadowMig.Driver.Monitoring.Signals.Local;

/// <summary>How often this machine's processors were slowed down for their heat (x86: thermal_throttle).</summary>
internal sealed class ThermalSignals(IFileReader files) : ISignalSource
{
    private const string Folder = "/sys/devices/system/cpu";
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly CounterWindow _throttled = new(Window);

    /// <inheritdoc/>
    public bool Provides(string signal) => signal == SignalNames.NodeThermalThrottleRate;

    /// <inheritdoc/>
    public IEnumerable<SignalReading> Read(SignalTick tick)
    {
        long? sum = null;
        foreach (string processor in (tick.IsLocal ? files.List(Folder) : []).Where(name => KernelText.IsNumbered(name, "cpu")))
        {
            foreach (string counter in (string[])["core_throttle_count", "package_throttle_count"])
            {
                // Processors that are off have no counters.
                if (KernelText.Number(files.ReadOrNull($"{Folder}/{processor}/thermal_throttle/{counter}")) is { } count)
                    sum = (sum ?? 0) + count;
            }
        }

        _throttled.Add(tick.Now, sum);
        if (_throttled.Rate is { } rate)
            yield return tick.Node(SignalNames.NodeThermalThrottleRate, rate);
    }
}
