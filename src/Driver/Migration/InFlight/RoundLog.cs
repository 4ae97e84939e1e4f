namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>
/// Iteration events and readings → rounds as they were. An event gives the moment of a synchronization, the readings
/// around it give what had been sent by then, by interpolation; a round is known once a reading follows its end.
/// </summary>
/// <remarks>Keeps the first 64 rounds and the last 64; what lies between is dropped. No clock: the same input gives the same rounds.</remarks>
internal sealed class RoundLog
{
    /// <summary>Rounds kept at either end.</summary>
    public const int Kept = 64;

    private const double DefaultPageBytes = 4096;

    private readonly List<MeasuredRound> _rounds = [];
    private readonly List<TimeSpan> _synchronizations = [];
    private int _iteration;
    private TimeSpan _roundStart;
    private TransferReading? _last;
    private TransferCounters? _countersAtStart;
    private double? _leftAtStart;

    /// <summary>Complete rounds, oldest first; without those dropped.</summary>
    public IReadOnlyList<MeasuredRound> Rounds => _rounds;

    /// <summary>How many rounds are over, dropped ones included.</summary>
    public int Count { get; private set; }

    /// <summary>When the round that runs began.</summary>
    public TimeSpan RoundStartedAt => _synchronizations is [.., TimeSpan latest] ? latest : _roundStart;

    /// <summary>Highest iteration heard of; 0 before the first.</summary>
    public int Iteration => _iteration;

    /// <summary>Takes a synchronization in; the first of a transfer begins round 1 and ends none.</summary>
    public void See(int iteration, TimeSpan at)
    {
        if (iteration <= _iteration)
            return;
        at = Later(at, _last is null ? RoundStartedAt : Later(RoundStartedAt, _last.At));
        if (iteration == 1)
            _roundStart = at;
        else
            _synchronizations.Add(at);
        _iteration = iteration;
    }

    /// <summary>Takes a reading in; one that counts further than the events did stands in for the event that got lost or is late.</summary>
    public void See(TransferReading reading)
    {
        if (reading.Job is not { MemoryProcessedBytes: > 0 } job)
            return;
        TransferCounters now = TransferCounters.From(job);
        double page = job.PageSizeBytes is { } size and > 0 ? size : DefaultPageBytes;
        if (job.Iteration is { } counted && counted >= 2 && counted > (ulong)_iteration)
            See((int)Math.Min(counted, int.MaxValue), _last is null ? reading.At : Middle(Later(RoundStartedAt, _last.At), reading.At));
        if (_last is null)
        {
            _countersAtStart = default(TransferCounters);
            _leftAtStart = _synchronizations.Count > 0 ? null : job.MemoryRemainingBytes + (now.Pages * page);
        }

        bool firstPassEnds = Count == 0;
        for (int i = 0; i < _synchronizations.Count; i++)
        {
            TransferCounters then = Interpolate(_synchronizations[i], reading.At, now);
            // The first pass skims over memory that was never written: hundreds of MiB between two readings, all before its end.
            if (firstPassEnds)
                then = then with { ConstantPages = now.ConstantPages };
            double? left = i == _synchronizations.Count - 1 && job.MemoryRemainingBytes is { } remaining
                ? remaining + Math.Max(0, (now - then).Pages * page)
                : null;
            Close(_synchronizations[i], then, left, job.AutoConvergeThrottlePercent ?? 0, page);
        }

        _synchronizations.Clear();
        _last = reading;
    }

    /// <summary>No reading follows any more: rounds that wait for one are closed without amounts.</summary>
    public void Complete()
    {
        foreach (TimeSpan at in _synchronizations)
            Close(at, null, null, 0, DefaultPageBytes);
        _synchronizations.Clear();
    }

    private void Close(TimeSpan at, TransferCounters? counters, double? left, int throttle, double pageBytes)
    {
        _rounds.Add(new()
        {
            StartedAt = _roundStart,
            EndedAt = at,
            Sent = counters - _countersAtStart,
            LeftBefore = _leftAtStart,
            LeftAfter = left,
            ThrottlePercent = throttle,
            PageBytes = pageBytes,
        });
        if (_rounds.Count > 2 * Kept)
            _rounds.RemoveAt(Kept);
        (_roundStart, _countersAtStart, _leftAtStart) = (at, counters, left);
        Count++;
    }

    private TransferCounters Interpolate(TimeSpan at, TimeSpan readingAt, TransferCounters now)
    {
        if (_last?.Job is not { } job || readingAt <= _last.At)
            return now;
        TransferCounters before = TransferCounters.From(job);
        return before + ((now - before) * Math.Clamp((at - _last.At) / (readingAt - _last.At), 0, 1));
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Middle(TimeSpan from, TimeSpan to) => from + ((to - from) / 2);
}
