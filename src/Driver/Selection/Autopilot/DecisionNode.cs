using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>A node as a decision sees it; null where unknown.</summary>
public sealed record DecisionNode
{
    /// <summary>Its name in the inventory.</summary>
    public required string Name { get; init; }

    /// <summary>When its guests were last read; null when they never were.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether it is cordoned: it takes no more guests.</summary>
    public bool IsCordoned { get; init; }

    /// <summary>Whether somebody drains it: its guests leave by that drain alone, and it takes none.</summary>
    public bool IsDraining { get; init; }

    /// <summary>Processors that its guests may ask for together.</summary>
    public double? Processors { get; init; }

    /// <summary>Physical memory.</summary>
    public ByteCount? MemoryTotal { get; init; }

    /// <summary>Memory that new guests can get without swapping.</summary>
    public ByteCount? MemoryAvailable { get; init; }

    /// <summary>Memory promised to migrations on their way to it.</summary>
    public ByteCount Reserved { get; init; }

    /// <summary>Its guests, by name.</summary>
    public IReadOnlyList<DecisionGuest> Guests { get; init; } = [];
}
