using System.Diagnostics;
using ShadowMig.Benchmarks.Report;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection;

namespace ShadowMig.Benchmarks.Simulation;

/// <summary>How long one decision over a whole fleet takes.</summary>
internal static class DecisionTimeSection
{
    private const int Repetitions = 7;
    private const int GuestsPerHost = 20;

    public static string Write() => new Markdown()
        .Table("hosts|guests|decision, median|worst of 7|moves", new[] { 100, 300, 1000, 2000 }.Select(Row))
        .ToString();

    private static IReadOnlyList<string> Row(int hosts)
    {
        FrugalPolicy policy = new(new());
        List<double> milliseconds = [];
        int moves = 0;
        for (int i = 0; i <= Repetitions; i++)
        {
            HostLoad[] fleet = Fleet(hosts, policy.Window, seed: i);
            long start = Stopwatch.GetTimestamp();
            moves = policy.Decide(fleet).Moves.Count;
            // The first one is compiled while it runs.
            if (i > 0)
                milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        milliseconds.Sort();
        return
        [
            ((double)hosts).Count(), ((double)hosts * GuestsPerHost).Count(), $"{milliseconds[Repetitions / 2].Text("0")} ms",
            $"{milliseconds[^1].Text("0")} ms", ((double)moves).Count(),
        ];
    }

    // Hosts that are used to a quarter on average, so that most can be emptied, and a few that are overloaded.
    private static HostLoad[] Fleet(int hosts, int window, int seed)
    {
        Random random = new(seed);
        HostLoad[] fleet = new HostLoad[hosts];
        for (int h = 0; h < hosts; h++)
        {
            double level = random.NextDouble() is var draw && draw < 0.02 ? 1.3 : draw * 0.5;
            GuestLoad[] guests = [.. Enumerable.Range(0, GuestsPerHost).Select(g => Guest(random, (h * GuestsPerHost) + g, level, window))];
            fleet[h] = new HostLoad(h, window)
            {
                Id = $"host {h}",
                Capacity = 5320,
                CoreCapacity = 2660,
                Power = new(150, 300),
                MeasuredUse = Math.Min(5320, guests.Sum(g => g.Demand)),
            };
            foreach (GuestLoad guest in guests)
                fleet[h].Add(guest);
        }

        return fleet;
    }

    private static GuestLoad Guest(Random random, int ordinal, double level, int window)
    {
        const double Capacity = 1000;
        double share = level * 5320 / GuestsPerHost / Capacity;
        double[] history = [.. Enumerable.Range(0, window).Select(_ => Math.Clamp(share * (0.7 + (0.6 * random.NextDouble())), 0, 1))];
        return new()
        {
            Id = $"guest {ordinal}",
            Ordinal = ordinal,
            Capacity = Capacity,
            Demand = history[^1] * Capacity,
            History = history,
            Memory = ByteCount.FromMebibytes(1024),
            MigrationTime = TimeSpan.FromSeconds(16),
        };
    }
}
