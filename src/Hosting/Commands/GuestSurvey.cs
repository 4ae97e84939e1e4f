using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Selection;

namespace ShadowMig.Hosting.Commands;

/// <summary>A guest that was observed once, and every node of the inventory as its destination.</summary>
/// <param name="Host">Host name of the source; its URI where it was not known.</param>
/// <param name="Ways">The nodes, and what the checks found.</param>
/// <param name="Candidates">The nodes with the plans of the ways that are open; empty when the guest cannot move anywhere.</param>
/// <param name="Demand">What the guest takes of a node.</param>
/// <param name="Failure">Why it cannot move anywhere; null when only nodes may stand against it.</param>
internal sealed record GuestSurvey(
    string Host, IReadOnlyList<DestinationWay> Ways, IReadOnlyList<DestinationCandidate> Candidates, GuestDemand Demand, Reason? Failure = null)
{
    /// <summary>What each plan rests on, by the URI of its destination.</summary>
    public IReadOnlyDictionary<string, PlanningInput> Inputs { get; init; } = new Dictionary<string, PlanningInput>();

    /// <summary>The checks of the first node that was asked; null when none was.</summary>
    public PreflightReport? AnyReport => Ways.FirstOrDefault(w => w.Report is not null)?.Report;

    /// <summary>The guest; null when it was not found.</summary>
    public DomainIdentity? Domain => AnyReport?.Domain;
}
