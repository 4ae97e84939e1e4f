using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Says what past migrations of a guest taught about it.</summary>
public interface IGuestHistory
{
    /// <summary>The correction for a guest as it is observed now; null when no migration taught anything.</summary>
    GuestCorrection? Learn(GuestObservation observation);
}
