using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Selection.Draining;

/// <summary>One migration of a drain, as its order and its length are worked out from.</summary>
/// <param name="Guest">UUID of the guest.</param>
/// <param name="Target">URI of the destination.</param>
/// <param name="Bytes">What it is predicted to send, bytes.</param>
/// <param name="Setup">Time until its first byte.</param>
/// <param name="Sending">How long it sends with the link to itself.</param>
/// <param name="Closing">Time from its last byte to the proof that the guest arrived.</param>
public sealed record DrainMove(Guid Guest, string Target, double Bytes, TimeSpan Setup, TimeSpan Sending, TimeSpan Closing)
{
    private static readonly TimeSpan ShortestTransfer = TimeSpan.FromMilliseconds(1);

    /// <summary>How long it takes with the link to itself, from the first call to the proof.</summary>
    public TimeSpan Alone => Setup + Sending + Closing;

    /// <summary>Rate while it sends with the link to itself, bytes a second.</summary>
    public double StreamRate => Bytes / Sending.TotalSeconds;

    /// <summary>The move of a plan that says go; what the prediction leaves open counts as the memory and the limit.</summary>
    public static DrainMove Of(MigrationPlan plan)
    {
        MigrationPrediction? prediction = plan.Chosen?.Prediction;
        double bytes = Finite(prediction?.TransferBytes.P50) ?? plan.Observation?.MemoryTotal.Value ?? 1;
        TimeSpan total = Finite(prediction?.TotalSeconds.P50) is { } seconds ? TimeSpan.FromSeconds(seconds) : plan.Limits.MaxTotalTime;
        TimeSpan setup = plan.Link?.SetupTime ?? TimeSpan.Zero;
        TimeSpan switchover = plan.Link?.SwitchoverCost ?? TimeSpan.Zero;
        TimeSpan handover = plan.Link?.HandoverTime ?? TimeSpan.Zero;
        TimeSpan sending = total - setup - switchover;
        return new(
            plan.Domain.Uuid, plan.Destination, Math.Max(1, bytes), setup, sending > ShortestTransfer ? sending : ShortestTransfer, switchover + handover);
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) && number < TimeSpan.MaxValue.TotalSeconds / 2 ? number : null;
}
