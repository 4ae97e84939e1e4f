namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>Where numbers come from. A new source is a class and its registration.</summary>
internal interface ISignalSource
{
    /// <summary>Whether a signal of this name comes from here.</summary>
    bool Provides(string signal);

    /// <summary>Reads what is there now; what cannot be read is left out. Waits for nobody.</summary>
    IEnumerable<SignalReading> Read(SignalTick tick);
}
