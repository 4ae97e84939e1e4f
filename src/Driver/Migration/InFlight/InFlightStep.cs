namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>What can be done to a transfer in flight.</summary>
public enum InFlightStep
{
    /// <summary>Let the guest run on the target and pull what is missing.</summary>
    StartPostCopy,

    /// <summary>End the transfer; the guest stays on the source.</summary>
    Abort,
}
