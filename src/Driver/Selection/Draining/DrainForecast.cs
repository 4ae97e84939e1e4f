using ShadowMig.Driver.Migration.Journal;

namespace ShadowMig.Driver.Selection.Draining;

/// <summary>How long a drain takes: its migrations begin as <see cref="DrainSchedule"/> says and share the link fairly. Pure.</summary>
/// <param name="Total">From now to the last proof.</param>
/// <param name="Bound">Bytes ÷ link rate: no order takes less.</param>
/// <param name="MostAtOnce">Most migrations that run at a time.</param>
public sealed record DrainForecast(TimeSpan Total, TimeSpan Bound, int MostAtOnce)
{
    /// <summary>The forecast.</summary>
    /// <param name="waiting">Migrations that have not begun, in their order.</param>
    /// <param name="link">What they share.</param>
    /// <param name="running">Those that run, and how long each still takes; none for a drain that has not begun.</param>
    public static DrainForecast Of(
        IReadOnlyList<DrainMove> waiting, DrainLink link, IReadOnlyList<(DrainMove Move, TimeSpan Left)>? running = null)
    {
        List<Sender> streams = [.. (running ?? []).Select(r => Sender.Resumed(r.Move, r.Left))];
        double bytes = waiting.Sum(m => m.Bytes) + streams.Sum(s => s.Bytes);
        List<DrainMove> left = [.. waiting];
        double seconds = 0;
        int most = 0;
        while (left.Count > 0 || streams.Count > 0)
        {
            while (DrainSchedule.Next([.. streams.Select(s => s.Move)], left, link) is { } next)
            {
                left.Remove(next);
                streams.Add(new(next, next.Idle.TotalSeconds, next.Bytes));
            }

            most = Math.Max(most, streams.Count);
            seconds += Advance(streams, link.Rate.Value);
        }

        return new(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(bytes / link.Rate.Value), most);
    }

    /// <summary>Lets time pass until a stream begins to send or ends; gives the seconds.</summary>
    private static double Advance(List<Sender> streams, double linkRate)
    {
        Sender[] sending = [.. streams.Where(s => s.Idle <= 0)];
        double[] rates = BandwidthShares.Deal(linkRate, [.. sending.Select(s => (double?)s.Move.StreamRate)]);
        double step = Math.Min(
            streams.Where(s => s.Idle > 0).Min(s => (double?)s.Idle) ?? double.PositiveInfinity,
            sending.Length > 0 ? sending.Zip(rates).Min(s => s.First.Bytes / s.Second) : double.PositiveInfinity);
        foreach (Sender idle in streams.Except(sending))
            idle.Idle = idle.Idle <= step ? 0 : idle.Idle - step;
        foreach ((Sender stream, double rate) in sending.Zip(rates))
            stream.Bytes = stream.Bytes / rate <= step ? 0 : stream.Bytes - (rate * step);
        streams.RemoveAll(s => s is { Idle: <= 0, Bytes: <= 0 });
        return step;
    }

    private sealed class Sender(DrainMove move, double idle, double bytes)
    {
        public DrainMove Move => move;

        /// <summary>Seconds until it sends.</summary>
        public double Idle { get; set; } = idle;

        /// <summary>Bytes left.</summary>
        public double Bytes { get; set; } = bytes;

        // What is left of a migration under way is taken for sending, but for the part that the proof takes.
        public static Sender Resumed(DrainMove move, TimeSpan left)
        {
            double idle = Math.Min(left.TotalSeconds, move.Idle.TotalSeconds);
            return new(move, Math.Max(0, idle), Math.Max(0, left.TotalSeconds - idle) * move.StreamRate);
        }
    }
}
