namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>What has to be done so that exactly one node has the guest.</summary>
public enum SettlementStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The target runs the guest: end the source's paused copy.</summary>
    DestroySource,

    /// <summary>The target runs the guest: remove the source's definition and autostart.</summary>
    UndefineSource,

    /// <summary>The target proved to have nothing: let the source's paused guest run on.</summary>
    ResumeSource,

    /// <summary>The target's copy never ran: end it, and let the source's guest run on unless it stood still before.</summary>
    DestroyDestination,

    /// <summary>Both run: pause the source's.</summary>
    PauseSource,
}
