using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Commands;

/// <summary>What is to be planned.</summary>
/// <param name="SourceUri">The node that runs the guest.</param>
/// <param name="Domain">Name or UUID of the guest.</param>
/// <param name="DestinationUri">Where it should go; null to choose among the nodes of the configuration.</param>
/// <param name="Overrides">What was said of limits; they win over the guest's profile.</param>
/// <param name="Observation">How it is observed.</param>
/// <param name="Only">The only way to consider; null for all.</param>
/// <param name="Before">The observation before this one, whose samples of the guest's activity are carried on; null for none.</param>
internal sealed record PlanRequest(
    string SourceUri, string Domain, string? DestinationUri, LimitOverrides Overrides, ObservationOptions Observation, MigrationStrategy? Only = null, GuestObservation? Before = null)
{
    /// <summary>What it may cost, once the guest's profile is known.</summary>
    public MigrationLimits Limits { get; init; } = MigrationLimits.Default;

    /// <summary>The profile that holds; null until it is known.</summary>
    public ChosenProfile? Profile { get; init; }
}
