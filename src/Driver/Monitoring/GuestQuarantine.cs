namespace ShadowMig.Driver.Monitoring;

/// <summary>Guests whose monitor hangs, each with the time that must pass before it is worth asking again.</summary>
internal sealed class GuestQuarantine(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(5);
    private readonly Dictionary<Guid, (long Since, TimeSpan For, BackOff BackOff)> _guests = [];
    private readonly Lock _lock = new();

    /// <summary>Whether a guest must be left alone now.</summary>
    public bool Holds(Guid guest)
    {
        lock (_lock)
            return _guests.TryGetValue(guest, out var held) && time.GetElapsedTime(held.Since) < held.For;
    }

    /// <summary>The guest did not answer: leaves it alone for longer than last time.</summary>
    /// <returns>For how long.</returns>
    public TimeSpan Add(Guid guest)
    {
        lock (_lock)
        {
            BackOff backOff = _guests.TryGetValue(guest, out var held) ? held.BackOff : new(First, Most);
            TimeSpan wait = backOff.Next();
            _guests[guest] = (time.GetTimestamp(), wait, backOff);
            return wait;
        }
    }

    /// <summary>The guest answered.</summary>
    public void Release(Guid guest)
    {
        lock (_lock)
            _guests.Remove(guest);
    }

    /// <summary>Forgets all guests but these.</summary>
    public void Retain(IReadOnlySet<Guid> guests)
    {
        lock (_lock)
        {
            foreach (Guid gone in _guests.Keys.Where(guest => !guests.Contains(guest)).ToArray())
                _guests.Remove(gone);
        }
    }
}
