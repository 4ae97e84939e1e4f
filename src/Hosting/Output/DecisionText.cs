using System.Globalization;

namespace ShadowMig.Hosting.Output;

/// <summary>What is said of a decision of the autopilot, wherever it is shown.</summary>
internal static class DecisionText
{
    /// <summary>What it came to, and that nothing was moved when it was not armed.</summary>
    public static string Outcome(string outcome, bool isArmed) => $"{outcome}{(isArmed ? "" : ", not armed: nothing was moved")}";

    /// <summary>What a node's finding came to, and until when moves are held back.</summary>
    public static string Outcome(FindingDetailDocument finding) => $"{finding.Outcome}{(finding.HeldUntil is { } held ? $" until {HumanText.At(held)}" : "")}";

    /// <summary>Why a node had to be relieved.</summary>
    public static string Cause(CauseDocument cause) =>
        $"because of rule {cause.Rule}, {cause.Effect} ({cause.Resource}), {(cause.InEffect ? "in effect" : "not in effect")} since {HumanText.At(cause.Since)}{(cause.Stale ? ", stale" : "")}: {cause.Reason.Message}";

    /// <summary>Processors that a guest asks for.</summary>
    public static string Demand(GuestFateDocument guest) => string.Create(CultureInfo.InvariantCulture, $"{guest.DemandProcessors:0.##}");

    /// <summary>How long moving a guest is expected to take.</summary>
    public static string Seconds(GuestFateDocument guest) => guest.PredictedSeconds is { } seconds ? HumanText.Seconds(seconds) : HumanText.Unknown;

    /// <summary>How much of a node would be asked for with the guest on it.</summary>
    public static string Load(TargetFateDocument target) => HumanText.Ratio(target.DemandRatioAfter is { } load ? Math.Round(load, 2) : null);

    /// <summary>A move, and where it stands.</summary>
    public static string Move(DecidedMoveDocument move) => $"{move.Domain.Name} from {move.From} to {move.To}: {move.State ?? "decided"}";
}
