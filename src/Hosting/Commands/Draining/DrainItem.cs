using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Hosting.Commands.Draining;

/// <summary>One active guest of a drained node, and what became of it so far.</summary>
internal sealed class DrainItem(DomainIdentity domain, DomainDescription? description)
{
    /// <summary>The guest.</summary>
    public DomainIdentity Domain => domain;

    /// <summary>Its description; null when it could not be read.</summary>
    public DomainDescription? Description => description;

    /// <summary>What became of it.</summary>
    public DrainResult Result { get; private set; }

    /// <summary>Why, when it did not move.</summary>
    public IReadOnlyList<Reason> Reasons { get; private set; } = [];

    /// <summary>Where it is to go, or went; null when no node was found.</summary>
    public FleetNode? Destination { get; private set; }

    /// <summary>The latest plan of the way there.</summary>
    public MigrationPlan? Plan { get; private set; }

    /// <summary>The latest migration; null when none began.</summary>
    public MigrationReport? Report { get; private set; }

    /// <summary>How long that took, from the first call to the proof; null when none began.</summary>
    public TimeSpan? Took { get; private set; }

    /// <summary>Migrations that were begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>Whether another attempt makes sense: a node was found, and what followed failed.</summary>
    public bool MayRetry => Destination is not null && Result is DrainResult.Failed or DrainResult.Refused;

    /// <summary>It has a place, and waits for its turn.</summary>
    public void Assign(FleetNode destination, MigrationPlan plan) =>
        (Destination, Plan, Result, Reasons) = (destination, plan, DrainResult.Waiting, []);

    /// <summary>The plan was made again.</summary>
    public void Renew(MigrationPlan plan) => Plan = plan;

    /// <summary>It stays, and why.</summary>
    public void Stay(DrainResult result, params IReadOnlyList<Reason> reasons) => (Result, Reasons) = (result, reasons);

    /// <summary>No node can take it.</summary>
    public void Strand(IReadOnlyList<Reason> reasons)
    {
        Stay(DrainResult.Refused, reasons);
        Destination = null;
    }

    /// <summary>Its migration ended.</summary>
    public void End(MigrationReport report, TimeSpan took)
    {
        (Report, Took, Reasons) = (report, took, report.Reasons);
        Attempts++;
        Result = report.Result switch
        {
            MigrationResult.Completed => DrainResult.Moved,
            MigrationResult.Failed => DrainResult.Failed,
            MigrationResult.Cancelled => DrainResult.Cancelled,
            _ => DrainResult.Unknown,
        };
    }
}
