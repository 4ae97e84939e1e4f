using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Let the guest run on the target and pull what is missing.</summary>
/// <param name="Reason">Why.</param>
public sealed record StartPostCopy(Reason Reason) : InFlightDecision(Reason)
{
    /// <summary>Its name as actions write it.</summary>
    internal const string Name = "start-post-copy";

    internal override string Action => Name;
}
