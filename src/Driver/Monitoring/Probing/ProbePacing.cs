namespace ShadowMig.Driver.Monitoring.Probing;

/// <summary>Spreads peeks so that they take no more than a share of the guest's time; the slower they are, the fewer there are.</summary>
internal sealed class ProbePacing(ShadowProbeOptions options, TimeProvider time)
{
    /// <summary>For a short while peeks may take this many times their share: first readings and short gaps lie close together.</summary>
    private const double Burst = 2;

    /// <summary>How much the latest peek moves the cost that the next ones are expected to have.</summary>
    private const double Smoothing = 0.2;

    private long _next = long.MinValue;
    private TimeSpan? _expected;

    /// <summary>Peeks so far.</summary>
    public int Peeks { get; private set; }

    /// <summary>The time spent in them.</summary>
    public TimeSpan Spent { get; private set; }

    /// <summary>How many chunks can be read as often as is wanted when a peek takes this long.</summary>
    public int Affordable(TimeSpan peek) =>
        (int)Math.Min(options.MaxBytes.Value / options.ChunkBytes, options.PeekShare * options.MaxTime / peek / (1 + options.Gaps.Count));

    /// <summary>Whether one more chunk can be begun, the readings still owed to others included.</summary>
    /// <param name="owed">Readings that chunks begun before wait for.</param>
    public bool CanBegin(int owed) => Spent + ((_expected ?? TimeSpan.Zero) * (owed + 1 + options.Gaps.Count)) <= options.PeekShare * options.MaxTime;

    /// <summary>Waits until the next peek is due, and the one before it is paid for.</summary>
    public async Task WaitAsync(long due, CancellationToken cancellationToken)
    {
        TimeSpan wait = time.GetElapsedTime(time.GetTimestamp(), Math.Max(due, _next));
        if (wait > TimeSpan.FromMilliseconds(1))
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts a peek that has just ended.</summary>
    public void Add(TimeSpan peek)
    {
        Peeks++;
        Spent += peek;
        _expected = _expected is { } before ? before + (Smoothing * (peek - before)) : peek;
        TimeSpan pause = peek * Math.Max(0, (1 / (Burst * options.PeekShare)) - 1);
        _next = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
    }
}
