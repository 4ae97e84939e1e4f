namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>Rates between two reports of a guest's balloon.</summary>
/// <remarks>
/// A balloon reports every few seconds, or never (the domain's <c>stats period</c>), and between reports libvirt repeats the
/// last one. So a rate is taken between reports, and holds until three more should have come. A report from before the last
/// one means that the clock was set back: the rates begin anew with it.
/// </remarks>
internal sealed class BalloonReports
{
    private const int ReportsMissed = 3;
    private static readonly TimeSpan LongestValidity = TimeSpan.FromMinutes(5);

    private GuestSample? _last;
    private SignalReading[] _readings = [];

    /// <summary>The rates as of the last report; none before the second.</summary>
    public IReadOnlyList<SignalReading> Read(GuestSample guest, TimeSpan staleAfter)
    {
        if (_last is { } last && ReportedAt(guest) == ReportedAt(last))
            return _readings;
        _readings = _last is { } before && ReportedAt(guest) > ReportedAt(before) ? [.. Rates(guest, before, staleAfter)] : [];
        _last = guest;
        return _readings;
    }

    private static DateTimeOffset ReportedAt(GuestSample guest) => guest.BalloonReportedAt ?? guest.DetailedAt ?? guest.At;

    private static IEnumerable<SignalReading> Rates(GuestSample now, GuestSample before, TimeSpan staleAfter)
    {
        TimeSpan elapsed = ReportedAt(now) - ReportedAt(before);
        TimeSpan validity = ReportsMissed * elapsed;
        DateTimeOffset staleAt = now.At + (validity < staleAfter ? staleAfter : validity > LongestValidity ? LongestValidity : validity);
        // A counter that ran back belongs to a guest that started anew.
        if (now.MajorFaults - before.MajorFaults is >= 0 and var faults)
            yield return new(SignalNames.GuestMajorFaultRate, now.Domain, faults / elapsed.TotalSeconds, now.At, staleAt);
        if ((now.SwapIn - before.SwapIn)?.Value is >= 0 and var swapped)
            yield return new(SignalNames.GuestSwapInRate, now.Domain, swapped / elapsed.TotalSeconds, now.At, staleAt);
    }
}
