namespace ShadowMig.Hosting.Autopilot;

/// <summary>Where the autopilot's latest report is; reading it never waits.</summary>
internal interface IAutopilotReportSource
{
    /// <summary>The latest report.</summary>
    AutopilotReport Latest { get; }
}
