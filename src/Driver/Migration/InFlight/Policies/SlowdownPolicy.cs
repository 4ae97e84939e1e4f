using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight.Policies;

/// <summary>
/// Keeps the guest's throttle below the limit. QEMU takes the next step at the second synchronization that finds more than
/// half as much dirtied as was sent (migration/ram.c migration_trigger_throttle); this one steps in before.
/// </summary>
internal sealed class SlowdownPolicy : IInFlightPolicy
{
    private const double Trigger = 0.5;
    private const int MostPercent = 99;

    /// <inheritdoc/>
    public IReadOnlyList<InFlightDecision> Decide(InFlightState state)
    {
        if (state is not { Parameters: { ThrottleInitial: { } initial, ThrottleIncrement: var increment }, Rounds: [.., { } before, { } last] })
            return [];
        int now = Math.Max(last.ThrottlePercent, state.Readings.LastOrDefault(r => r.Job is not null)?.Job!.AutoConvergeThrottlePercent ?? 0);
        double next = now == 0 ? initial * 100 : Math.Min(MostPercent, now + ((increment ?? 0.1) * 100));
        double limit = state.Plan.Limits.MaxSlowdown * 100;
        // A step just taken must be seen at work for a whole round first.
        bool settled = before.ThrottlePercent == last.ThrottlePercent && now == last.ThrottlePercent;
        if (now <= limit && !(next > limit && settled && IsAboveTrigger(before) && IsAboveTrigger(last)))
            return [];
        string why = FormattableString.Invariant(
            $"the guest is slowed down by {now} % and still dirtied {Share(before):0} % and {Share(last):0} % of what the last two rounds sent; QEMU's next step is {next:0} %, the limit is {limit:0} %");
        if (state.CanStartPostCopy && state.MayTake<StartPostCopy>())
            return [new StartPostCopy(new(ReasonCodes.SlowdownLimit, why))];
        return [new AbortTransfer(new(ReasonCodes.SlowdownLimit, FormattableString.Invariant($"{why}: it would have needed --max-slowdown {next:0}% or more")))];
    }

    private static bool IsAboveTrigger(MeasuredRound round) => Share(round) > Trigger * 100;

    private static double Share(MeasuredRound round) =>
        round is { Sent: { WireBytes: > 0 } sent, LeftBefore: { } before, LeftAfter: { } after }
            ? (after - Math.Max(0, before - (sent.Pages * round.PageBytes))) / sent.WireBytes * 100
            : 0;
}
