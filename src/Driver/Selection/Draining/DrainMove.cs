using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Selection.Draining;

/// <summary>One migration of a drain, as its order and its length are worked out from.</summary>
/// <param name="Guest">UUID of the guest.</param>
/// <param name="Target">URI of the destination.</param>
/// <param name="Bytes">What it is predicted to send, bytes.</param>
/// <param name="Alone">How long it takes with the link to itself, from the first call to the proof that the guest arrived.</param>
/// <param name="Idle">The part of that in which it sends nothing.</param>
public sealed record DrainMove(Guid Guest, string Target, double Bytes, TimeSpan Alone, TimeSpan Idle)
{
    /// <summary>
    /// Time around libvirt's job in which nothing is sent: connections, reservation, events, and both ends asked who has the guest.
    /// </summary>
    public static readonly TimeSpan Handling = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestTransfer = TimeSpan.FromMilliseconds(1);

    /// <summary>Rate while it sends, bytes a second.</summary>
    public double StreamRate => Bytes / (Alone - Idle).TotalSeconds;

    /// <summary>Rate over its whole length, bytes a second: what one such migration after the other makes of the link.</summary>
    public double MeanRate => Bytes / Alone.TotalSeconds;

    /// <summary>The move of a plan that says go; what the prediction leaves open counts as the memory and the limit.</summary>
    public static DrainMove Of(MigrationPlan plan)
    {
        MigrationPrediction? prediction = plan.Chosen?.Prediction;
        double bytes = Finite(prediction?.TransferBytes.P50) ?? plan.Observation?.MemoryTotal.Value ?? 1;
        TimeSpan total = Finite(prediction?.TotalSeconds.P50) is { } seconds ? TimeSpan.FromSeconds(seconds) : plan.Limits.MaxTotalTime;
        TimeSpan silent = (plan.Link?.SetupTime ?? TimeSpan.Zero) + (plan.Link?.SwitchoverCost ?? TimeSpan.Zero);
        TimeSpan sending = total - silent > ShortestTransfer ? total - silent : ShortestTransfer;
        TimeSpan idle = silent + Handling;
        return new(plan.Domain.Uuid, plan.Destination, Math.Max(1, bytes), sending + idle, idle);
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) && number < TimeSpan.MaxValue.TotalSeconds / 2 ? number : null;
}
