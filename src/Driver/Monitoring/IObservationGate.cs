namespace ShadowMig.Driver.Monitoring;

/// <summary>By this a migrator in this process keeps the working set rotation away from a guest.</summary>
public interface IObservationGate
{
    /// <summary>Raised when a guest is closed; an observation that runs on it ends.</summary>
    event Action<Guid>? Closed;

    /// <summary>Whether the guest may be observed.</summary>
    bool IsOpen(Guid guest);

    /// <summary>Closes a guest until what is returned is disposed; may be called again meanwhile.</summary>
    IDisposable Close(Guid guest);
}
