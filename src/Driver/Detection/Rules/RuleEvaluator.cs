using System.Globalization;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Detection.Rules;

/// <summary>Turns readings of one signal into the states of one rule. Pure: the clock comes with the readings.</summary>
/// <remarks>
/// Only time that was seen counts: where readings are missing for longer than they hold, a duration that runs begins anew.
/// Between threshold and clearing value nothing changes.
/// </remarks>
public static class RuleEvaluator
{
    /// <summary>A rule of which nothing is known yet.</summary>
    public static RuleTrack Begin(Rule rule, DomainIdentity? guest, DateTimeOffset now) => new(
        new()
        {
            Rule = rule,
            Guest = guest,
            Since = now,
            IsStale = true,
            Reason = new(ReasonCodes.SignalMissing, $"{rule.Signal} had no reading yet"),
        },
        null,
        RuleHistory.Empty);

    /// <summary>The rule after a tick.</summary>
    /// <param name="track">The rule before.</param>
    /// <param name="reading">What the tick brought; null when nothing.</param>
    /// <param name="now">The time.</param>
    public static RuleTrack Next(RuleTrack track, SignalReading? reading, DateTimeOffset now)
    {
        // Where the clock was set back, what was seen before tells nothing about the age of what is seen now.
        SignalReading? last = track.Last?.At <= now ? track.Last : null;
        // A reading that is stale, or that was seen before, decides nothing.
        if (reading is null || !reading.IsFresh(now) || reading.At <= last?.At)
            return track with { Status = track.Status with { IsStale = last?.IsFresh(now) != true } };

        Rule rule = track.Status.Rule;
        bool isContinuous = reading.At <= last?.StaleAt;
        RuleHistory history = rule.Method == RuleMethod.Static
            ? RuleHistory.Empty
            : (isContinuous ? track.History : RuleHistory.Empty).With(reading.At, reading.Value, rule.Interval);
        RuleJudgement judgement = RuleJudge.Judge(rule, history.Values, reading.Value);
        (RuleState state, DateTimeOffset since) = Move(track.Status, judgement, isContinuous, reading.At);
        RuleStatus status = track.Status with
        {
            State = state,
            Since = since,
            Value = reading.Value,
            Limit = judgement.Limit,
            IsStale = false,
            Reason = Explain(rule, judgement, state),
        };
        return new(status, reading, history);
    }

    private static (RuleState State, DateTimeOffset Since) Move(RuleStatus status, RuleJudgement judgement, bool isContinuous, DateTimeOffset at)
    {
        DateTimeOffset from = isContinuous ? status.Since : at;
        return (status.State, judgement) switch
        {
            (RuleState.Unknown or RuleState.Ok, { IsTooFar: true }) => Rise(status.Rule, at, at),
            (RuleState.Pending, { IsTooFar: true }) => Rise(status.Rule, from, at),
            (RuleState.Unknown or RuleState.Pending, _) => (RuleState.Ok, at),
            (RuleState.Overloaded or RuleState.Degrading, { IsBack: true }) => Fall(status.Rule, at, at),
            (RuleState.Clearing, { IsBack: true }) => Fall(status.Rule, from, at),
            (RuleState.Clearing, _) => (Raised(status.Rule), at),
            _ => (status.State, status.Since),
        };
    }

    private static (RuleState State, DateTimeOffset Since) Rise(Rule rule, DateTimeOffset from, DateTimeOffset at) =>
        at - from >= rule.Duration ? (Raised(rule), at) : (RuleState.Pending, from);

    private static (RuleState State, DateTimeOffset Since) Fall(Rule rule, DateTimeOffset from, DateTimeOffset at) =>
        at - from >= (rule.ClearDuration ?? rule.Duration) ? (RuleState.Ok, at) : (RuleState.Clearing, from);

    private static RuleState Raised(Rule rule) => rule.Effect == RuleEffect.Degrading ? RuleState.Degrading : RuleState.Overloaded;

    private static Reason Explain(Rule rule, RuleJudgement judgement, RuleState state)
    {
        string compared = string.Create(CultureInfo.InvariantCulture, $"{rule.Signal} is {judgement.Measure:0.###}, threshold {judgement.Limit:0.###}");
        // Between threshold and clearing value a rule that holds goes on holding, and the reason says by what.
        return state is RuleState.Overloaded or RuleState.Degrading && !judgement.IsTooFar
            ? new(ReasonCodes.NotCleared, string.Create(CultureInfo.InvariantCulture, $"{compared}, not back at {rule.Clearing ?? rule.Threshold:0.###} yet"))
            : new(judgement.Code, compared);
    }
}
