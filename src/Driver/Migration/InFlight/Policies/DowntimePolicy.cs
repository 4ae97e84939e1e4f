using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight.Policies;

/// <summary>
/// Keeps the pause within the limit on a link that became slower: what waits in the socket's queue is sent during the
/// pause too, and QEMU's own test does not know of it.
/// </summary>
internal sealed class DowntimePolicy : IInFlightPolicy
{
    private const double ConvincingSeconds = 1;
    private const double Noticeable = 1.1;

    /// <inheritdoc/>
    public IReadOnlyList<InFlightDecision> Decide(InFlightState state)
    {
        if (InFlightEstimate.From(state) is not { } estimate || estimate.Rate.Seconds < ConvincingSeconds || !state.MayTake<LowerMaxDowntime>())
            return [];
        double queue = InFlightForecast.QueueSeconds(state, estimate);
        TimeSpan highest = SteeringOptions.HighestMaxDowntime(state, estimate);
        if (queue <= 0 || state.Held.MaxDowntime <= highest * Noticeable)
            return [];
        return
        [
            new LowerMaxDowntime(highest, new(ReasonCodes.DowntimeLimit, FormattableString.Invariant(
                $"the link gives {new BytesPerSecond(estimate.LineRate)} and not {state.Plan.Link!.Rate}: emptying the socket's queue adds {queue * 1000:0} ms to the pause, and the limit is {Duration.Format(state.Plan.Limits.MaxDowntime)}"))),
        ];
    }
}
