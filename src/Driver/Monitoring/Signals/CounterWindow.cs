namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>What a counter grew by within a time up to now; a counter that runs back begins anew.</summary>
/// <param name="length">The time.</param>
/// <param name="spacing">Readings closer than this to the last kept are not kept, to bound their number.</param>
internal sealed class CounterWindow(TimeSpan length, TimeSpan spacing = default)
{
    private readonly Queue<(DateTimeOffset At, double Value)> _kept = [];
    private (DateTimeOffset At, double Value)? _newest, _last;

    /// <summary>Takes a reading.</summary>
    /// <param name="at">When.</param>
    /// <param name="value">The counter; null when it could not be read, which forgets what was.</param>
    public void Add(DateTimeOffset at, double? value)
    {
        if (value is not { } known || known < _newest?.Value || at < _newest?.At)
        {
            _kept.Clear();
            (_newest, _last) = (null, null);
        }

        if (value is not { } added)
            return;
        _newest = (at, added);
        if (_last is null || at - _last.Value.At >= spacing)
        {
            _last = _newest;
            _kept.Enqueue(_newest.Value);
        }

        // The oldest is kept until the next is as old as the window: the window is covered, not undercut.
        while (_kept.Count > 1 && at - _kept.ElementAt(1).At >= length)
            _kept.Dequeue();
    }

    /// <summary>Growth within the window, or since the first reading; null before the first.</summary>
    public double? Growth => _newest is { } newest && _kept.TryPeek(out (DateTimeOffset At, double Value) oldest) ? newest.Value - oldest.Value : null;

    /// <summary>Growth a second; null before time passed between two readings.</summary>
    public double? Rate => _newest is { } newest && _kept.TryPeek(out (DateTimeOffset At, double Value) oldest) && newest.At > oldest.At
        ? (newest.Value - oldest.Value) / (newest.At - oldest.At).TotalSeconds
        : null;
}
