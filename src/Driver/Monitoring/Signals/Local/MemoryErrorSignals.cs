namespace ShadowMig.Driver.Monitoring.Signals.Local;

/// <summary>Errors that the memory controllers of this machine counted (kernel: Documentation/driver-api/edac.rst).</summary>
internal sealed class MemoryErrorSignals(IFileReader files) : ISignalSource
{
    private const string Folder = "/sys/devices/system/edac/mc";
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly CounterWindow _corrected = new(Day, spacing: TimeSpan.FromMinutes(1));

    /// <inheritdoc/>
    public bool Provides(string signal) => signal is SignalNames.NodeEccUncorrected or SignalNames.NodeEccCorrectedDay;

    /// <inheritdoc/>
    public IEnumerable<SignalReading> Read(SignalTick tick)
    {
        string[] controllers = [.. (tick.IsLocal ? files.List(Folder) : []).Where(name => KernelText.IsNumbered(name, "mc"))];
        // The day's errors outlive a reading that failed: what was seen of them counts all the same.
        if (Sum(controllers, "ce_count") is { } corrected)
        {
            _corrected.Add(tick.Now, corrected);
            yield return tick.Node(SignalNames.NodeEccCorrectedDay, _corrected.Growth ?? 0);
        }

        if (Sum(controllers, "ue_count") is { } uncorrected)
            yield return tick.Node(SignalNames.NodeEccUncorrected, uncorrected);
    }

    // A sum without one of its parts would look like a counter that ran back.
    private long? Sum(string[] controllers, string counter)
    {
        long? sum = controllers.Length > 0 ? 0 : null;
        foreach (string controller in controllers)
            sum += KernelText.Number(files.ReadOrNull($"{Folder}/{controller}/{counter}"));
        return sum;
    }
}
