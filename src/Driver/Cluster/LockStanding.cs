namespace ShadowMig.Driver.Cluster;

/// <summary>What the holder of a guest lock knows of it.</summary>
public enum LockStanding
{
    /// <summary>It stands: it was proven within its lease.</summary>
    Held,

    /// <summary>The store has been out of reach for a lease: it may stand or not.</summary>
    Unproven,

    /// <summary>It lapsed, and does not come back.</summary>
    Lost,
}
