using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ShadowMig.Benchmarks.Report;
using ShadowMig.Benchmarks.Statistics;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Tests;

namespace ShadowMig.Benchmarks.Replay;

/// <summary>
/// Plans every migration of the recorded journals again, as this build would have at that moment: with what had been learned
/// until then, and only the way that was taken. Shows at once what a change of the model would have meant for real runs.
/// </summary>
internal static class JournalReplay
{
    private const int Everything = 100_000;

    public static void Run(string folder)
    {
        List<ReplayedRun> runs = [.. Directory.EnumerateFiles(folder, "journal-*.db").Order().SelectMany(Replay)];
        foreach (ReplayedRun run in runs)
            Console.WriteLine(run);
        Summarize("total time, s", runs, r => r.Seconds, r => r.Then.TotalSeconds, r => r.Now.TotalSeconds);
        Summarize("downtime, ms", runs, r => r.Downtime * 1000, r => Thousandfold(r.Then.DowntimeSeconds), r => Thousandfold(r.Now.DowntimeSeconds));
        Summarize("sent, MiB", runs, r => r.Mebibytes, r => InMebibytes(r.Then.TransferBytes), r => InMebibytes(r.Now.TransferBytes));
    }

    private static IEnumerable<ReplayedRun> Replay(string path)
    {
        var database = new JournalDatabase(Options.Create(new MigrationOptions { JournalPath = path }));
        IReadOnlyList<JournalEntry> newestFirst = new SqliteMigrationJournal(database).Latest(Everything);
        for (int i = newestFirst.Count - 1; i >= 0; i--)
        {
            JournalEntry entry = newestFirst[i];
            if (entry.Report is not { Result: MigrationResult.Completed, Actual: { TotalTime: { } total, Downtime: { } downtime, Transferred: { } sent } }
                || entry.Plan is not { Observation: { } observation, Chosen: { Prediction: { } then, Strategy: var way } })
                continue;
            MigrationPlan plan = new MigrationPlanner(MigrationPlanner.AllWays).Plan(Input(entry, observation, way, [.. newestFirst.Skip(i + 1)]));
            PlanCandidate? candidate = plan.Candidates.FirstOrDefault(c => c.Strategy == way);
            if (candidate?.Prediction is { } now)
                yield return new(entry.Domain.Name, way, plan.Go, total.TotalSeconds, downtime.TotalSeconds, sent.Mebibytes, then, now);
        }
    }

    private static PlanningInput Input(JournalEntry entry, GuestObservation observation, MigrationStrategy way, IReadOnlyList<JournalEntry> before)
    {
        var history = new PastJournal(before);
        var now = new SettableTime(entry.StartedAt);
        LinkEnds ends = new(entry.SourceUri, entry.DestinationUri, entry.Plan!.SourceUuid, entry.Plan.DestinationUuid);
        FixedOptions<LinkOptions> options = new(new());
        return new()
        {
            Observation = observation,
            Link = new LinkEstimator(history, new NoInterfaces(), options, now, NullLogger<LinkEstimator>.Instance).Estimate(ends),
            Correction = new JournaledGuestHistory(history, options, now, NullLogger<JournaledGuestHistory>.Instance).Learn(observation),
            Limits = entry.Plan.Limits,
            Source = Newest(entry.Plan.Source),
            Destination = Newest(entry.Plan.Destination),
            DestinationUri = entry.DestinationUri,
            Only = way,
        };
    }

    // The journal does not keep what the nodes could do; whatever was done then, they could.
    private static CapabilityRecord Newest(string host) => new()
    {
        HostName = host,
        HostUuid = Guid.Empty,
        Libvirt = new Version(11, 3, 0),
        Qemu = new Version(10, 0, 0),
    };

    private static void Summarize(
        string quantity, IReadOnlyList<ReplayedRun> runs, Func<ReplayedRun, double> actual, Func<ReplayedRun, Estimate> then, Func<ReplayedRun, Estimate> now)
    {
        Console.WriteLine($"{quantity,-14} then: {Errors(then)}");
        Console.WriteLine($"{quantity,-14} now:  {Errors(now)}");

        string Errors(Func<ReplayedRun, Estimate> predicted)
        {
            double[] errors = [.. runs.Select(r => Math.Abs(predicted(r).P50 - actual(r)))];
            double[] shares = [.. runs.Select(r => Math.Abs(predicted(r).P50 - actual(r)) / actual(r))];
            double? inside = Sample.Share(runs, r => predicted(r).P10 <= actual(r) && actual(r) <= predicted(r).P90);
            return string.Create(CultureInfo.InvariantCulture,
                $"median error {Sample.Median(errors):0.0} ({Figures.Percent(Sample.Median(shares))}), p90 {Sample.Quantile(errors, 0.9):0.0} ({Figures.Percent(Sample.Quantile(shares, 0.9))}), inside p10–p90 {Figures.Percent(inside)}");
        }
    }

    private static Estimate Thousandfold(Estimate estimate) => new(estimate.P10 * 1000, estimate.P50 * 1000, estimate.P90 * 1000);

    private static Estimate InMebibytes(Estimate estimate) => new(estimate.P10 / (1 << 20), estimate.P50 / (1 << 20), estimate.P90 / (1 << 20));

    private sealed class NoInterfaces : IInterfaceSpeed
    {
        public BytesPerSecond? Towards(string host) => null;
    }

    private sealed class SettableTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
