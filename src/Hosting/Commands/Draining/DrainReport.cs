using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection.Draining;

namespace ShadowMig.Hosting.Commands.Draining;

/// <summary>A drain from first to last.</summary>
internal sealed record DrainReport
{
    /// <summary>The node.</summary>
    public required FleetNode Node { get; init; }

    /// <summary>Whether nothing was moved since only a plan was asked for.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether it was broken off.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Why the node could not be looked at; null when it could.</summary>
    public Reason? Failure { get; init; }

    /// <summary>Why it began nothing more although nobody broke it off: another process may drain the node now; null when it went on to its end.</summary>
    public Reason? Halt { get; init; }

    /// <summary>The guests that were active at the beginning.</summary>
    public IReadOnlyList<DrainItem> Guests { get; init; } = [];

    /// <summary>Guests that were only defined there.</summary>
    public IReadOnlyList<DomainIdentity> ShutOff { get; init; } = [];

    /// <summary>Guests that are active there at the end; null when the node could not be asked, or was not since only a plan was asked for.</summary>
    public IReadOnlyList<DomainIdentity>? Left { get; init; }

    /// <summary>What each wave was predicted to take.</summary>
    public IReadOnlyList<(DrainForecast Forecast, DrainLink Link)> Forecasts { get; init; } = [];

    /// <summary>Time in which migrations ran.</summary>
    public TimeSpan Moving { get; init; }

    /// <summary>Time in which guests were observed, without migrations.</summary>
    public TimeSpan Observing { get; init; }

    /// <summary>The exit code that it means.</summary>
    public int ExitCode => this switch
    {
        { Failure: not null } => ExitCodes.Refused,
        _ when Guests.Any(g => g.Result == DrainResult.Unknown) => ExitCodes.Attention,
        { Left.Count: 0 } => ExitCodes.Done,
        { Interrupted: true } => ExitCodes.Cancelled,
        { DryRun: true } => Guests.All(g => g.Destination is not null) ? ExitCodes.Done : ExitCodes.Refused,
        { Left: null } => ExitCodes.Attention,
        _ => Guests.Any(g => g.Attempts > 0) ? ExitCodes.Failed : ExitCodes.Refused,
    };
}
