namespace ShadowMig.Driver.Monitoring.Signals.Local;

/// <summary>Paging of this machine, from the counters of /proc/vmstat.</summary>
internal sealed class PagingSignals(IFileReader files) : ISignalSource
{
    /// <summary>As long as the kernel's own short average of pressure.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly CounterWindow _swappedIn = new(Window);
    private readonly CounterWindow _majorFaults = new(Window);

    /// <inheritdoc/>
    public bool Provides(string signal) => signal is SignalNames.NodeSwapInRate or SignalNames.NodeMajorFaultRate;

    /// <inheritdoc/>
    public IEnumerable<SignalReading> Read(SignalTick tick)
    {
        string? text = tick.IsLocal ? files.ReadOrNull("/proc/vmstat") : null;
        _swappedIn.Add(tick.Now, KernelText.Field(text, "pswpin"));
        _majorFaults.Add(tick.Now, KernelText.Field(text, "pgmajfault"));
        if (_swappedIn.Rate is { } pages)
            yield return tick.Node(SignalNames.NodeSwapInRate, pages * Environment.SystemPageSize);
        if (_majorFaults.Rate is { } faults)
            yield return tick.Node(SignalNames.NodeMajorFaultRate, faults);
    }
}
