using System.ComponentModel.DataAnnotations;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Draining;

/// <summary>How a node is emptied; configuration section <c>Drain</c>.</summary>
public sealed class DrainOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Drain";

    /// <summary>Most migrations that leave the node at a time.</summary>
    [Range(1, 64)]
    public int MaxOutgoing { get; set; } = 2;

    /// <summary>Most of them that go to one node at a time.</summary>
    [Range(1, 64)]
    public int MaxIncoming { get; set; } = 2;

    /// <summary>How many guests are observed at a time.</summary>
    [Range(1, 64)]
    public int ParallelObservations { get; set; } = 8;

    /// <summary>A guest that was observed longer ago than this when its turn comes is observed and planned again.</summary>
    [PositiveTime]
    public TimeSpan MaxObservationAge { get; set; } = TimeSpan.FromMinutes(2);
}
