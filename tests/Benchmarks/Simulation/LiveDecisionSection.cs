using System.Diagnostics;
using ShadowMig.Benchmarks.Report;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Benchmarks.Simulation;

/// <summary>How long the autopilot takes for one decision over a whole fleet.</summary>
internal static class LiveDecisionSection
{
    private const int Repetitions = 7;
    private const int GuestsPerNode = 20;
    private const int Samples = 36;
    private const double Processors = 32;
    private const double OverloadedShare = 0.02;

    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static string Write() => new Markdown()
        .Table("nodes|guests|overloaded|decision, median|worst of 7|moves", new[] { 100, 300, 1000, 2000 }.Select(Row))
        .ToString();

    private static IReadOnlyList<string> Row(int nodes)
    {
        List<double> milliseconds = [];
        int moves = 0;
        int causes = 0;
        for (int i = 0; i <= Repetitions; i++)
        {
            DecisionInput input = Fleet(nodes, seed: i);
            causes = input.Causes.Count;
            long start = Stopwatch.GetTimestamp();
            moves = Decider.Decide(input).AllMoves.Count();
            // The first one is compiled while it runs.
            if (i > 0)
                milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        milliseconds.Sort();
        return
        [
            ((double)nodes).Count(), ((double)nodes * GuestsPerNode).Count(), ((double)causes).Count(), $"{milliseconds[Repetitions / 2].Text("0")} ms",
            $"{milliseconds[^1].Text("0")} ms", ((double)moves).Count(),
        ];
    }

    private static DecisionInput Fleet(int count, int seed)
    {
        Random random = new(seed);
        DecisionNode[] nodes = [.. Enumerable.Range(0, count).Select(n => Node(random, n))];
        return new()
        {
            At = Now,
            Nodes = nodes,
            Causes = [.. nodes.Where(IsOverloaded).Select(n => Cause(n.Name))],
            // No budget ends the work early.
            Settings = new() { MovesPerHour = int.MaxValue },
        };
    }

    private static DecisionNode Node(Random random, int index)
    {
        double load = random.NextDouble() < OverloadedShare ? 1.2 : 0.3 + (0.5 * random.NextDouble());
        return new()
        {
            Name = $"node{index}",
            At = Now,
            Processors = Processors,
            MemoryTotal = ByteCount.FromMebibytes(256 * 1024),
            MemoryAvailable = ByteCount.FromMebibytes(96 * 1024),
            Guests = [.. Enumerable.Range(0, GuestsPerNode).Select(g => Guest(random, (index * GuestsPerNode) + g, load * Processors / GuestsPerNode))],
        };
    }

    private static DecisionGuest Guest(Random random, int index, double demand) => new()
    {
        Domain = new($"guest{index}", new Guid(index + 1, 0, 0, new byte[8])),
        At = Now,
        IsRunning = true,
        IsBusy = false,
        VirtualCpus = 4,
        Demands = [.. Enumerable.Range(0, Samples).Select(_ => Math.Min(4, demand * (0.8 + (0.4 * random.NextDouble()))))],
        Memory = ByteCount.FromMebibytes(1024 << random.Next(4)),
        Policy = GuestPolicy.None,
        Forecast = new(5 + (60 * random.NextDouble()), true),
    };

    private static bool IsOverloaded(DecisionNode node) => node.Guests.Sum(g => g.Demands[^1]) > Processors;

    private static NodeCause Cause(string node) => new()
    {
        Node = node,
        Rule = LoadBook.Signal,
        Effect = RuleEffect.Overloaded,
        Resource = "cpu",
        IsInEffect = true,
        Since = Now.AddSeconds(-30),
        Reason = new(ReasonCodes.ForecastAboveCapacity, "too much is asked for"),
    };
}
