namespace ShadowMig.Driver.Monitoring;

/// <summary>A waiting time that doubles with each failure, up to a limit.</summary>
public sealed class BackOff(TimeSpan first, TimeSpan most)
{
    private int _failures;

    /// <summary>The time to wait now.</summary>
    public TimeSpan Next()
    {
        TimeSpan wait = first * Math.Pow(2, _failures);
        if (wait >= most)
            return most;
        _failures++;
        return wait;
    }

    /// <summary>Starts again from the first time.</summary>
    public void Reset() => _failures = 0;
}
