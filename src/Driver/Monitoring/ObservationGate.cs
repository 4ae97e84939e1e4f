namespace ShadowMig.Driver.Monitoring;

/// <summary>Counts who keeps each guest closed.</summary>
internal sealed class ObservationGate : IObservationGate
{
    private readonly Dictionary<Guid, int> _closed = [];
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public event Action<Guid>? Closed;

    /// <inheritdoc/>
    public bool IsOpen(Guid guest)
    {
        lock (_lock)
            return !_closed.ContainsKey(guest);
    }

    /// <inheritdoc/>
    public IDisposable Close(Guid guest)
    {
        lock (_lock)
            _closed[guest] = _closed.GetValueOrDefault(guest) + 1;
        Closed?.Invoke(guest);
        return new Closure(this, guest);
    }

    private void Open(Guid guest)
    {
        lock (_lock)
        {
            if (--_closed[guest] == 0)
                _closed.Remove(guest);
        }
    }

    private sealed class Closure(ObservationGate gate, Guid guest) : IDisposable
    {
        private ObservationGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Open(guest);
    }
}
