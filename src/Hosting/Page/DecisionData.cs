using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Page;

/// <summary>One decision of the autopilot.</summary>
/// <param name="Entry">The entry of the journal.</param>
/// <param name="Guests">UUIDs of the guests that have a page.</param>
internal sealed record DecisionData(DecisionEntry Entry, IReadOnlySet<Guid> Guests);
