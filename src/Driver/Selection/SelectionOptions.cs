using System.ComponentModel.DataAnnotations;

namespace ShadowMig.Driver.Selection;

/// <summary>How a destination is chosen; configuration section <c>Selection</c>.</summary>
public sealed class SelectionOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Selection";

    /// <summary>
    /// Share of its scarcest resource that a node must keep free with the guest, 0 to 1. A node that would be fuller is no
    /// relief: the next peak would move the guest again.
    /// </summary>
    [Range(0, 1)]
    public double LeastHeadroom { get; set; } = 0.05;
}
