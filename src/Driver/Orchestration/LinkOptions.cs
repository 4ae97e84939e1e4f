using System.ComponentModel.DataAnnotations;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration;

/// <summary>What is assumed of a link that no migration has shown yet; configuration section <c>Link</c>.</summary>
public sealed class LinkOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Link";

    /// <summary>Assumed rate of one migration stream, MiB/s; the default is what a 1 GbE link gives.</summary>
    [Range(0.1, 100_000)]
    public double AssumedMebibytesPerSecond { get; set; } = 110;

    /// <summary>Assumed fixed part of the downtime.</summary>
    [PositiveTime]
    public TimeSpan AssumedSwitchoverCost { get; set; } = TimeSpan.FromMilliseconds(40);

    /// <summary>How many of the journal's latest migrations are looked through.</summary>
    [Range(1, 10_000)]
    public int History { get; set; } = 200;
}
