using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>The first step of a throttle: as small as will do, never above what the limits allow.</summary>
internal static class ThrottleSteps
{
    private const double SmallestStep = 0.01;
    private const double Grid = 0.1;
    private const double CheckSeconds = 5;

    /// <summary>Why throttling is not open at all; null when it is.</summary>
    public static Reason? Obstacle(PlanningInput input) => input switch
    {
        { Observation.IsRunning: false } => new(ReasonCodes.CapabilityMissing, "a paused guest cannot be slowed down, and needs not be"),
        { Limits.MaxSlowdown: < Grid } => new(ReasonCodes.SlowdownLimit, "slowing the guest down is not allowed: add --max-slowdown, for example 50%"),
        _ => null,
    };

    /// <summary>The candidate with the smallest first step that keeps the limits; with the largest when none does.</summary>
    public static PlanCandidate Smallest(PlanningCase planning, Func<PlanningCase, double, PlanCandidate> evaluate)
    {
        double most = Math.Min(planning.Input.Limits.MaxSlowdown, 0.99);
        PlanningCase hasty = planning.Hastily();
        int refused = 0;
        int accepted = (int)Math.Ceiling((most / Grid) - 1e-9);
        PlanCandidate largest = Hold(planning, evaluate(hasty, most));
        if (!largest.Feasible)
            return planning.IsHasty ? largest : Hold(planning, evaluate(planning, most));
        while (accepted - refused > 1)
        {
            int middle = (refused + accepted) / 2;
            if (Hold(planning, evaluate(hasty, middle * Grid)).Feasible)
                accepted = middle;
            else
                refused = middle;
        }
        return Hold(planning, evaluate(planning, Math.Min(most, accepted * Grid)));
    }

    /// <summary>QEMU's side.</summary>
    public static PreCopySettings Apply(PlanningCase planning, PreCopySettings settings, double initial) => settings with
    {
        ThrottleInitial = initial,
        ThrottleIncrement = SmallestStep,
        ThrottleCheckSeconds = planning.Input.Source.ThrottlesWithinRounds ? CheckSeconds : double.PositiveInfinity,
    };

    /// <summary>libvirt's side.</summary>
    public static MigrationParameters Apply(MigrationParameters parameters, double initial) =>
        parameters with { ThrottleInitial = initial, ThrottleIncrement = SmallestStep };

    private static PlanCandidate Hold(PlanningCase planning, PlanCandidate candidate)
    {
        double limit = planning.Input.Limits.MaxSlowdown;
        return candidate.Prediction!.PeakSlowdown <= limit + 1e-9
            ? candidate
            : candidate with
            {
                Feasible = false,
                Reasons = [.. candidate.Reasons, new(ReasonCodes.SlowdownLimit, string.Create(
                    CultureInfo.InvariantCulture, $"slows the guest down by up to {candidate.Prediction.PeakSlowdown * 100:0} %, the limit is {limit * 100:0} %"))],
            };
    }
}
