namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>What a number speaks of.</summary>
public enum SignalScope
{
    /// <summary>The node as a whole.</summary>
    Node,

    /// <summary>One guest of the node.</summary>
    Guest,
}
