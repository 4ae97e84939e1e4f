using ShadowMig.Benchmarks.Records;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Running;

/// <summary>Reads the source's job statistics from outside, alike for every policy.</summary>
internal sealed class TransferMonitor : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource _stop = new();
    private readonly ILibvirtDomain _domain;
    private readonly Task _watching;
    private readonly List<ObservedRound> _rounds = [];
    private volatile DomainJobStatistics? _latest;

    public TransferMonitor(ILibvirtDomain domain)
    {
        _domain = domain;
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>The last reading of a running transfer.</summary>
    public DomainJobStatistics? Latest => _latest;

    /// <summary>Highest throttle seen, percent; null when none was reported.</summary>
    public int? Throttle { get; private set; }

    /// <summary>Rounds seen; complete once disposed.</summary>
    public IReadOnlyList<ObservedRound> Rounds => _rounds;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        long? begun = null;
        while (!_stop.IsCancellationRequested)
        {
            if (Read() is { } reading)
            {
                begun ??= TimeProvider.System.GetTimestamp();
                _latest = reading;
                Note(reading, reading.Elapsed ?? TimeProvider.System.GetElapsedTime(begun.Value));
            }
            await Task.Delay(Poll);
        }
    }

    private DomainJobStatistics? Read()
    {
        try
        {
            DomainJobStatistics reading = _domain.GetJobStatistics();
            return reading.Type is DomainJobType.Bounded or DomainJobType.Unbounded && reading.MemoryTotalBytes > 0 ? reading : null;
        }
        catch (LibvirtException)
        {
            // The guest is between hosts, or gone from here: nothing to read.
            return null;
        }
    }

    private void Note(DomainJobStatistics reading, TimeSpan elapsed)
    {
        if (reading.AutoConvergeThrottlePercent is { } throttle && throttle > (Throttle ?? -1))
            Throttle = throttle;
        int iteration = (int)(reading.Iteration ?? 0);
        if (_rounds.Count < 500 && (_rounds.Count == 0 || _rounds[^1].Iteration != iteration))
        {
            _rounds.Add(new ObservedRound(
                iteration, elapsed.TotalSeconds, (long)(reading.MemoryProcessedBytes ?? 0), (long)(reading.MemoryRemainingBytes ?? 0)));
        }
    }
}
