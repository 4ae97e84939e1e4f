namespace ShadowMig.Driver.Migration;

/// <summary>Times the phases: each is announced before it is entered, and ends where the next begins.</summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="announce">Told of a phase before it counts as entered: journal, log, progress.</param>
internal sealed class PhaseClock(TimeProvider timeProvider, Action<MigrationPhase, DateTimeOffset> announce)
{
    private readonly DateTimeOffset _origin = timeProvider.GetUtcNow();
    private readonly long _originTimestamp = timeProvider.GetTimestamp();
    private readonly List<(MigrationPhase Phase, DateTimeOffset At)> _entered = [];
    private DateTimeOffset? _ended;

    /// <summary>The time now: it never runs backwards, whatever happens to the system's clock.</summary>
    public DateTimeOffset Now => _origin + timeProvider.GetElapsedTime(_originTimestamp);

    /// <summary>The phase it is in; initialization before the first.</summary>
    public MigrationPhase Current => _entered is [.., (MigrationPhase phase, _)] ? phase : MigrationPhase.Initialization;

    /// <summary>Enters a phase, and first those before it that were too short to be seen; a phase already entered is left alone.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="at">When it began, if something told; now otherwise.</param>
    public void Enter(MigrationPhase phase, DateTimeOffset? at = null)
    {
        for (MigrationPhase next = _entered.Count == 0 ? phase : Current + 1; next <= phase; next++)
        {
            DateTimeOffset start = Within(at ?? Now);
            announce(next, start);
            _entered.Add((next, start));
        }
    }

    /// <summary>Ends the last phase.</summary>
    public void End() => _ended ??= Now;

    /// <summary>All phases in order.</summary>
    public IReadOnlyList<PhaseTiming> Timings()
    {
        DateTimeOffset end = _ended ?? Now;
        return
        [
            .. _entered.Select((entry, i) => new PhaseTiming(
                entry.Phase, entry.At, (i + 1 < _entered.Count ? _entered[i + 1].At : end) - entry.At)),
        ];
    }

    private DateTimeOffset Within(DateTimeOffset at)
    {
        DateTimeOffset earliest = _entered is [.., (_, DateTimeOffset last)] ? last : _origin;
        DateTimeOffset latest = Now;
        return at < earliest ? earliest : at > latest ? latest : at;
    }
}
