using Microsoft.Extensions.Logging;
using ShadowMig.Driver.Migration.InFlight;

namespace ShadowMig.Driver.Migration;

/// <summary>Writes down one migration as it happens: journal first, then log and progress.</summary>
internal sealed partial class MigrationRecorder
{
    private static readonly TimeSpan JournalInterval = TimeSpan.FromSeconds(1);

    private readonly string _id;
    private readonly IMigrationJournal _journal;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly List<MigrationAction> _actions = [];
    private IProgress<MigrationProgress>? _progress;
    private MigrationProgress _latest;
    private long? _transferStart;
    private DateTimeOffset _transferStartedAt;
    private TimeSpan? _journaledAt;

    public MigrationRecorder(
        string id, IMigrationJournal journal, IProgress<MigrationProgress>? progress, TimeProvider timeProvider, ILogger logger)
    {
        _id = id;
        _latest = new() { Id = id, Phase = MigrationPhase.Initialization };
        _journal = journal;
        _progress = progress;
        _timeProvider = timeProvider;
        _logger = logger;
        Clock = new(timeProvider, Announce);
    }

    /// <summary>Times the phases.</summary>
    public PhaseClock Clock { get; }

    /// <summary>Time since the transfer began; zero before.</summary>
    public TimeSpan Elapsed => _transferStart is { } start ? _timeProvider.GetElapsedTime(start) : TimeSpan.Zero;

    /// <summary>A moment as time since the transfer began, for events that carry their own time; never ahead of the clock.</summary>
    public TimeSpan SinceStart(DateTimeOffset at)
    {
        TimeSpan now = Elapsed;
        TimeSpan since = at - _transferStartedAt;
        return since < TimeSpan.Zero || since > now ? now : since;
    }

    /// <summary>What was done so far.</summary>
    public IReadOnlyList<MigrationAction> Actions => _actions;

    /// <summary>The transfer begins now. From here on a failing journal is no reason to lose a guest: it is logged.</summary>
    public void BeginTransfer()
    {
        Clock.Enter(MigrationPhase.IterativePreCopy);
        _transferStartedAt = _timeProvider.GetUtcNow();
        _transferStart = _timeProvider.GetTimestamp();
    }

    /// <summary>Records an action about to be taken.</summary>
    public void Act(string action, string reason)
    {
        var entry = new MigrationAction(Elapsed, action, reason);
        _actions.Add(entry);
        LogAction(_id, action, reason);
        Journal(() => _journal.RecordAction(_id, entry));
    }

    /// <summary>Tells of a reading, of the time that is left by the forecast, and of the rounds that are over.</summary>
    public void Report(TransferReading reading, TimeSpan? remaining, IReadOnlyList<TransferRound> rounds)
    {
        _latest = _latest.Next(Clock.Current, reading.At, reading.Job, remaining, rounds);
        Show();
        if (_journaledAt is { } last && reading.At - last < JournalInterval)
            return;
        _journaledAt = reading.At;
        Journal(() => _journal.RecordProgress(_id, _latest, Clock.Now));
    }

    private void Announce(MigrationPhase phase, DateTimeOffset at)
    {
        Journal(() => _journal.EnterPhase(_id, phase, at));
        LogPhase(_id, phase.Name());
        _latest = _latest with { Phase = phase, Elapsed = Elapsed };
        Show();
    }

    // Whatever becomes of a display, the guest moves on and must be watched: one that fails is not asked again.
    private void Show()
    {
        try
        {
            _progress?.Report(_latest);
        }
        catch (Exception e)
        {
            _progress = null;
            LogProgress(_id, e.Message);
        }
    }

    private void Journal(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e) when (_transferStart is not null)
        {
            LogJournal(_id, e.Message);
        }
    }
}
