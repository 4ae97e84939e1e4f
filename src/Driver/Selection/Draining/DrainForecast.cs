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
    /// <param name="running">Those that run, and how long each still sends and then is closed; none for a drain that has not begun.</param>
    public static DrainForecast Of(
        IReadOnlyList<DrainMove> waiting, DrainLink link, IReadOnlyList<(DrainMove Move, TimeSpan Sending, TimeSpan Closing)>? running = null)
    {
        List<Course> courses = [.. (running ?? []).Select(r => new Course(r.Move) { Setup = 0, Bytes = r.Sending.TotalSeconds * r.Move.StreamRate, Closing = r.Closing.TotalSeconds })];
        double bytes = waiting.Sum(m => m.Bytes) + courses.Sum(s => s.Bytes);
        List<DrainMove> left = [.. waiting];
        double seconds = 0;
        int most = 0;
        while (left.Count > 0 || courses.Count > 0)
        {
            while (DrainSchedule.Next([.. courses.Select(c => (c.Move, c.Sends))], left, link) is { } next)
            {
                left.Remove(next);
                courses.Add(new(next));
            }

            most = Math.Max(most, courses.Count);
            seconds += Advance(courses, link.Rate.Value);
        }

        return new(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(bytes / link.Rate.Value), most);
    }

    /// <summary>Lets time pass until a migration enters its next stage or ends; gives the seconds.</summary>
    private static double Advance(List<Course> courses, double linkRate)
    {
        Course[] sending = [.. courses.Where(c => c is { Setup: <= 0, Bytes: > 0 })];
        double[] rates = BandwidthShares.Deal(linkRate, [.. sending.Select(c => (double?)c.Move.StreamRate)]);
        foreach ((Course course, double rate) in sending.Zip(rates))
            course.Rate = rate;
        double step = courses.Min(c => c.StageSeconds);
        foreach (Course course in courses)
            course.Advance(step);
        courses.RemoveAll(c => c is { Sends: false, Closing: <= 0 });
        return step;
    }

    /// <summary>What is left of one migration: set up, send, close.</summary>
    private sealed class Course(DrainMove move)
    {
        public DrainMove Move => move;

        public double Setup { get; set; } = move.Setup.TotalSeconds;

        public double Bytes { get; set; } = move.Bytes;

        public double Closing { get; set; } = move.Closing.TotalSeconds;

        /// <summary>Bytes a second, while it sends.</summary>
        public double Rate { get; set; }

        public bool Sends => Setup > 0 || Bytes > 0;

        public double StageSeconds => Setup > 0 ? Setup : Bytes > 0 ? Bytes / Rate : Closing;

        public void Advance(double seconds)
        {
            bool ends = StageSeconds <= seconds;
            if (Setup > 0)
                Setup = ends ? 0 : Setup - seconds;
            else if (Bytes > 0)
                Bytes = ends ? 0 : Bytes - (Rate * seconds);
            else
                Closing = ends ? 0 : Closing - seconds;
        }
    }
}
