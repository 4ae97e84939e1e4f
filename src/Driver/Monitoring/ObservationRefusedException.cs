using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring;

/// <summary>A guest cannot be observed as it is now: it does not run, or a job runs on it. Nothing was changed.</summary>
public sealed class ObservationRefusedException(Reason reason) : InvalidOperationException(reason.Message)
{
    /// <summary>Why, and what to do: <see cref="ReasonCodes.DomainInactive"/> or <see cref="ReasonCodes.DomainBusy"/>.</summary>
    public Reason Reason { get; } = reason;
}
