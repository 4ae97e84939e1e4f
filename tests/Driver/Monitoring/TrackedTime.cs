using Microsoft.Extensions.Time.Testing;

namespace ShadowMig.Driver.Tests.Monitoring;

/// <summary>A fake clock that knows which waits are under way, so that a test moves it only when the hung call is being waited for.</summary>
internal sealed class TrackedTime : FakeTimeProvider
{
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(25);

    private readonly List<(object Timer, TimeSpan Due)> _live = [];
    private readonly Lock _lock = new();

    /// <summary>How far the clock on the wall was set, by a person or by NTP; time itself goes on as it did.</summary>
    public TimeSpan ClockSet { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ClockSet;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Waits under way with this due time.</summary>
    public int Waits(TimeSpan due)
    {
        lock (_lock)
            return _live.Count(t => t.Due == due);
    }

    /// <summary>Waits, without the clock, until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="meanwhile">Done between two looks; nothing when left out.</param>
    public static async Task Until(Func<bool> condition, CancellationToken cancellationToken, Action? meanwhile = null)
    {
        while (!condition())
        {
            cancellationToken.ThrowIfCancellationRequested();
            meanwhile?.Invoke();
            await Task.Yield();
        }
    }

    /// <summary>Waits until a condition holds and goes on holding: what is just being set up or put away has settled then.</summary>
    public static async Task UntilSteady(Func<bool> condition, CancellationToken cancellationToken)
    {
        for (long since = System.GetTimestamp(); System.GetElapsedTime(since) < Settled;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            if (!condition())
                since = System.GetTimestamp();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Tracked tracked = new(this, base.CreateTimer(callback, state, dueTime, period));
        lock (_lock)
            _live.Add((tracked, dueTime));
        return tracked;
    }

    private sealed class Tracked(TrackedTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            lock (time._lock)
                time._live.RemoveAll(t => t.Timer == this);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
