using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Detection.Rules;

/// <summary>Judges all rules of a node at a tick. Pure: the same samples give the same states.</summary>
/// <remarks>A rule that changed begins anew; a guest that left leaves its rules.</remarks>
public sealed class RuleBook
{
    private readonly Dictionary<(string Rule, Guid? Guest), RuleTrack> _tracks;

    private RuleBook(Dictionary<(string Rule, Guid? Guest), RuleTrack> tracks) => _tracks = tracks;

    /// <summary>A book in which nothing stands yet.</summary>
    public static RuleBook Empty { get; } = new([]);

    /// <summary>Where the rules stand: those of the node first, then guest by guest.</summary>
    public IReadOnlyList<RuleStatus> Statuses =>
    [
        .. _tracks.Values.Select(track => track.Status)
            .OrderBy(status => status.Guest is not null)
            .ThenBy(status => status.Rule.Name, StringComparer.Ordinal)
            .ThenBy(status => status.Guest?.Name, StringComparer.Ordinal),
    ];

    /// <summary>The book after a tick.</summary>
    /// <param name="rules">The rules in force.</param>
    /// <param name="sample">The readings of the tick.</param>
    public RuleBook Next(IReadOnlyList<Rule> rules, SignalSample sample)
    {
        ILookup<string, SignalReading> readings = sample.Readings.ToLookup(reading => reading.Signal);
        Dictionary<(string Rule, Guid? Guest), RuleTrack> tracks = [];
        foreach (Rule rule in rules)
        {
            SignalReading[] own = [.. readings[rule.Signal]];
            if (rule.Scope == SignalScope.Node)
                Judge(tracks, rule, null, NodeReading(rule, own, sample), sample.At);
            else
                JudgeGuests(tracks, rule, own, sample);
        }

        return new(tracks);
    }

    private void JudgeGuests(
        Dictionary<(string Rule, Guid? Guest), RuleTrack> tracks, Rule rule, IReadOnlyList<SignalReading> own, SignalSample sample)
    {
        Dictionary<Guid, SignalReading> newest = [];
        foreach (SignalReading reading in own)
        {
            if (reading.Guest is { } guest && !(newest.TryGetValue(guest.Uuid, out SignalReading? known) && known.At >= reading.At))
                newest[guest.Uuid] = reading;
        }

        foreach (DomainIdentity guest in sample.Guests)
            Judge(tracks, rule, guest, newest.GetValueOrDefault(guest.Uuid), sample.At);
    }

    private void Judge(
        Dictionary<(string Rule, Guid? Guest), RuleTrack> tracks, Rule rule, DomainIdentity? guest, SignalReading? reading, DateTimeOffset now)
    {
        (string Name, Guid?) key = (rule.Name, guest?.Uuid);
        RuleTrack track = _tracks.GetValueOrDefault(key) is { } known && known.Status.Rule == rule ? known : RuleEvaluator.Begin(rule, guest, now);
        tracks[key] = RuleEvaluator.Next(track, reading, now);
    }

    private static SignalReading? NodeReading(Rule rule, IReadOnlyList<SignalReading> own, SignalSample sample)
    {
        if (rule.Aggregate is not { } aggregate)
            return Newest(own.Where(reading => reading.Guest is null));
        SignalReading[] fresh = [.. own.Where(reading => reading.Guest is not null && reading.IsFresh(sample.At))];
        if (fresh.Length > 0)
        {
            double[] values = [.. fresh.Select(reading => reading.Value)];
            double value = aggregate switch { RuleAggregate.Max => values.Max(), RuleAggregate.Mean => values.Average(), _ => values.Sum() };
            return new(rule.Signal, null, value, fresh.Max(reading => reading.At), fresh.Max(reading => reading.StaleAt));
        }

        // A node that is known to run no guest asks for nothing; one whose guests tell nothing is not known.
        return sample is { Guests.Count: 0, GuestsKnownUntil: { } until } ? new(rule.Signal, null, 0, sample.At, until) : null;
    }

    private static SignalReading? Newest(IEnumerable<SignalReading> readings) => readings.MaxBy(reading => reading.At);
}
