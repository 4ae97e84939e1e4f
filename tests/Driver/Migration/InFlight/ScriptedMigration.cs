using ShadowMig.Driver.Migration.InFlight;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration.InFlight;

/// <summary>
/// A guest and QEMU's pre-copy page by page, in steps of 10 ms: a bitmap that is sent in order, a log of writes that a
/// synchronization merges into it, a switch-over test against the bandwidth of the last 100 ms. Shares no formula with the code under test.
/// </summary>
internal sealed class ScriptedMigration
{
    private const double Step = 0.01;
    private const double Poll = 0.2;
    private const double SetUp = 0.5;
    private const int Page = 4096;
    private const double WholePage = Page + 8;
    private const double EncodeSeconds = 2e-6;

    private readonly Random _random = new(7);
    private readonly RoundLog _log = new();
    private readonly List<TransferReading> _readings = [];
    private readonly List<TakenStep> _taken = [];
    private bool[] _dirty = [];
    private bool[] _written = [];
    private int[] _cache = [];
    private int _remaining, _cursor, _iteration, _highRounds;
    private double _wire, _roundWire, _now, _windowBytes, _windowStart, _bandwidth, _credit;
    private long _normal, _constant, _hits, _misses;
    private double _deltaBytes;

    public int MemoryPages { get; init; } = 256 * 256;

    public double ZeroShare { get; init; }

    public int WorkingSetPages { get; init; } = 40 * 256;

    /// <summary>Random page writes a second at a moment.</summary>
    public Func<double, double> Writes { get; init; } = static _ => 2000;

    /// <summary>What the link gives at a moment, bytes/s.</summary>
    public Func<double, double> Link { get; set; } = static _ => 50e6;

    public MigrationParameters Parameters { get; init; } = new() { MaxDowntime = TimeSpan.FromMilliseconds(300) };

    public MigrationLimits Limits { get; init; } = new() { MaxDowntime = TimeSpan.FromMilliseconds(400), MaxTotalTime = TimeSpan.FromSeconds(60) };

    public double PageDelta { get; init; } = 60;

    /// <summary>The 90th percentile of the time that was planned, seconds.</summary>
    public double PlannedAtMost { get; init; } = double.PositiveInfinity;

    public List<(double At, InFlightDecision Decision)> Decisions { get; } = [];

    public List<(double At, double? Remaining)> Forecasts { get; } = [];

    public int Throttle { get; private set; }

    public int MostThrottle { get; private set; }

    public bool Completed { get; private set; }

    public bool PostCopy { get; private set; }

    public double EndedAt { get; private set; }

    public double Downtime { get; private set; }

    public IReadOnlyList<MeasuredRound> Rounds => _log.Rounds;

    private SteeringSettings Held { get; set; } = null!;

    public ScriptedMigration Run()
    {
        Held = SteeringSettings.From(Parameters, Limits);
        _dirty = new bool[MemoryPages];
        _written = new bool[MemoryPages];
        _dirty.AsSpan().Fill(true);
        _remaining = MemoryPages;
        _now = _windowStart = SetUp;
        double poll = SetUp + 0.13;
        Synchronized();
        while (EndedAt == 0 && _now < 2 * Limits.MaxTotalTime.TotalSeconds)
        {
            Write();
            Send();
            _now += Step;
            TestForSwitchover();
            if (EndedAt == 0 && _now >= poll)
            {
                poll += Poll;
                Read();
            }
        }

        return this;
    }

    private void Write()
    {
        double writes = Writes(_now) * (1 - (Throttle / 100.0)) * Step;
        for (int i = 0; i < writes; i++)
            _written[(int)(MemoryPages * 0.3) + _random.Next(WorkingSetPages)] = true;
    }

    private void Send()
    {
        double rate = Math.Min(Link(_now), Held.Bandwidth?.Value ?? double.PositiveInfinity);
        for (_credit += Step; _credit > 0 && _remaining > 0;)
        {
            while (!_dirty[_cursor])
                _cursor = (_cursor + 1) % MemoryPages;
            _dirty[_cursor] = false;
            _remaining--;
            (double bytes, double seconds) = Cost(_cursor, rate);
            _wire += bytes;
            _roundWire += bytes;
            _windowBytes += bytes;
            _credit -= seconds;
        }

        _credit = Math.Min(_credit, 0);
    }

    private (double Bytes, double Seconds) Cost(int page, double rate)
    {
        if (_iteration < 2 && page >= MemoryPages * (1 - ZeroShare))
        {
            _constant++;
            return (9, Math.Max(9 / rate, 0.4e-6));
        }

        if (Held.XbzrleCache is { } size && _iteration >= 2)
        {
            int slots = (int)(size.Value / Page);
            if (_cache.Length != slots)
            {
                _cache = new int[slots];
                _cache.AsSpan().Fill(-1);
            }

            if (_cache[page % slots] == page)
            {
                _hits++;
                _deltaBytes += PageDelta;
                return (PageDelta + 8, Math.Max((PageDelta + 8) / rate, EncodeSeconds));
            }

            _cache[page % slots] = page;
            _misses++;
        }

        _normal++;
        return (WholePage, WholePage / rate);
    }

    private void TestForSwitchover()
    {
        if (_now - _windowStart >= 0.0999)
        {
            _bandwidth = _windowBytes / (_now - _windowStart);
            (_windowBytes, _windowStart) = (0, _now);
        }

        double threshold = _bandwidth * Held.MaxDowntime.TotalSeconds;
        if ((double)_remaining * Page >= threshold && _remaining > 0)
            return;
        if (PostCopy)
        {
            if (_remaining == 0)
                End(0);
            return;
        }

        Synchronized();
        if ((double)_remaining * Page < threshold)
            End(_remaining * WholePage / Link(_now));
    }

    private void Synchronized()
    {
        int dirtied = 0;
        for (int i = 0; i < MemoryPages; i++)
        {
            if (!_written[i])
                continue;
            _written[i] = false;
            dirtied++;
            if (_dirty[i])
                continue;
            _dirty[i] = true;
            _remaining++;
        }

        if (_iteration >= 1 && Parameters.ThrottleInitial is { } initial && dirtied * (double)Page > _roundWire / 2 && ++_highRounds >= 2)
        {
            _highRounds = 0;
            Throttle = Throttle == 0 ? (int)(initial * 100) : Math.Min(99, Throttle + (int)(Parameters.ThrottleIncrement!.Value * 100));
            MostThrottle = Throttle;
        }

        (_roundWire, _cursor) = (0, 0);
        _log.See(++_iteration, TimeSpan.FromSeconds(_now));
    }

    // What a slower link adds: the socket's queue of some 4 MB.
    private void End(double downtime)
    {
        double queue = Held.Bandwidth is null ? 4e6 * ((1 / Link(_now)) - (1 / Link(0))) : 0;
        (Completed, Downtime, EndedAt) = (true, PostCopy ? 0.05 : downtime + queue + 0.04, _now + downtime + queue + 0.04);
    }

    private void Read()
    {
        var reading = new TransferReading(TimeSpan.FromSeconds(_now), new(DomainState.Running, 1), new()
        {
            Type = DomainJobType.Unbounded,
            MemoryTotalBytes = (ulong)MemoryPages * Page,
            MemoryProcessedBytes = (ulong)_wire,
            MemoryRemainingBytes = (ulong)_remaining * Page,
            NormalPages = (ulong)_normal,
            ConstantPages = (ulong)_constant,
            CompressionPages = (ulong)_hits,
            CompressionCacheMisses = (ulong)_misses,
            CompressionBytes = (ulong)_deltaBytes,
            PageSizeBytes = Page,
            Iteration = (ulong)_iteration,
            AutoConvergeThrottlePercent = Throttle,
        });
        _readings.Add(reading);
        _log.See(reading);
        InFlightState state = State();
        Forecasts.Add((_now, InFlightForecast.Remaining(state)?.TotalSeconds));
        foreach (InFlightDecision decision in new InFlightController().Decide(state))
            Take(decision);
    }

    private void Take(InFlightDecision decision)
    {
        Decisions.Add((_now, decision));
        _taken.Add(new(decision, TimeSpan.FromSeconds(_now), _log.Count, true));
        switch (decision)
        {
            case RaiseMaxDowntime raise:
                Held = Held with { MaxDowntime = raise.Limit };
                break;
            case LowerMaxDowntime lower:
                Held = Held with { MaxDowntime = lower.Limit };
                break;
            case RaiseBandwidth raise:
                Held = Held with { Bandwidth = raise.Cap, BandwidthChangedAt = TimeSpan.FromSeconds(_now) };
                break;
            case ResizeCache resize:
                Held = Held with { XbzrleCache = resize.Size };
                break;
            case StartPostCopy:
                PostCopy = true;
                break;
            case AbortTransfer:
                EndedAt = _now;
                break;
        }
    }

    private InFlightState State() => new()
    {
        Plan = Plan(),
        Parameters = Parameters,
        Settings = Held,
        Elapsed = TimeSpan.FromSeconds(_now + 0.01),
        CanStartPostCopy = (Parameters.PostCopy || Parameters.PostCopyRescue) && !PostCopy,
        InPostCopy = PostCopy,
        Round = _iteration,
        Readings = _readings,
        Rounds = [.. _log.Rounds],
        RoundsOver = _log.Count,
        RoundStartedAt = _log.RoundStartedAt,
        Taken = [.. _taken],
    };

    // What an observation of this guest would have found at its start.
    private MigrationPlan Plan()
    {
        double set = WorkingSetPages * (double)Page;
        double rate = Writes(0) * Page;
        MigrationPlan plan = MigrationTestData.Plan(Parameters, Limits);
        return plan with
        {
            Filled = new((long)(MemoryPages * (1 - ZeroShare)) * Page),
            Chosen = plan.Chosen! with { Prediction = plan.Chosen.Prediction! with { TotalSeconds = new(1, 2, PlannedAtMost) } },
            Link = new() { Rate = new(Link(0)), IsMeasured = true, SwitchoverCost = TimeSpan.FromMilliseconds(40) },
            Observation = new()
            {
                Domain = new("web", MigrationTestData.Guest),
                At = DateTimeOffset.UnixEpoch,
                PageSize = new(Page),
                MemoryTotal = new(MemoryPages * (long)Page),
                ZeroPageRatio = ZeroShare,
                ChangedByteRatio = 0.005,
                WorkingSet = [.. new[] { 0.5, 1, 2, 4 }.Select(t => new WorkingSetPoint(TimeSpan.FromSeconds(t), new((long)(set * (1 - Math.Exp(-rate * t / set))))))],
            },
        };
    }
}
