namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Decides what to do to a transfer in flight. Pure: the same state gives the same decisions.</summary>
public interface IInFlightController
{
    /// <summary>Steps to take now, in order; asked after every reading, so a step not taken yet is asked for again.</summary>
    IReadOnlyList<InFlightDecision> Decide(InFlightState state);
}
