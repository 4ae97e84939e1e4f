namespace ShadowMig.Driver.Planning;

/// <summary>
/// QEMU's auto-converge. At synchronizations at least a second apart it compares what was dirtied with what was sent since
/// the last look; the second time that more than half as much was dirtied, the processors are slowed by a step
/// (QEMU migration/ram.c migration_trigger_throttle, throttle-trigger-threshold 50).
/// </summary>
internal struct Throttle(double initial, double increment)
{
    private const double LeastPeriodSeconds = 1;
    private const double TriggerShare = 0.5;
    private const double Most = 0.99;

    private int _high;
    private double _sent;
    private double _dirtied;
    private double _seconds;
    private double _lost;

    /// <summary>Share of the processors' time that the guest is held, 0 to 1.</summary>
    public double Share { get; private set; }

    /// <summary>Guest time lost so far, seconds.</summary>
    public readonly double LostSeconds => _lost;

    /// <summary>Whether another step may still come.</summary>
    public readonly bool CanRise => initial > 0 && Share < Most;

    /// <summary>Time until it looks again, at the least.</summary>
    public readonly double SecondsToNextLook => Math.Max(0, LeastPeriodSeconds - _seconds);

    /// <summary>Time passes between two synchronizations.</summary>
    public void Pass(double seconds, double sentBytes, double dirtiedBytes)
    {
        _lost += seconds * Share;
        if (initial <= 0)
            return;
        _sent += sentBytes;
        _dirtied += dirtiedBytes;
        _seconds += seconds;
        if (_seconds < LeastPeriodSeconds)
            return;
        if (_dirtied > TriggerShare * _sent && ++_high >= 2)
        {
            _high = 0;
            Share = Share > 0 ? Math.Min(Most, Share + increment) : initial;
        }
        (_sent, _dirtied, _seconds) = (0, 0, 0);
    }
}
