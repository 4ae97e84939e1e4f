namespace ShadowMig.Driver.Migration.InFlight.Policies;

/// <summary>One concern about a running transfer. Pure.</summary>
internal interface IInFlightPolicy
{
    /// <summary>Steps that it wants now; none when it has no objection.</summary>
    IReadOnlyList<InFlightDecision> Decide(InFlightState state);
}
