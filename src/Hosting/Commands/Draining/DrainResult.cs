namespace ShadowMig.Hosting.Commands.Draining;

/// <summary>What became of one guest of a drained node.</summary>
internal enum DrainResult
{
    /// <summary>Its turn did not come.</summary>
    Waiting,

    /// <summary>It runs on another node, seen there.</summary>
    Moved,

    /// <summary>It stayed, since its owner does not want it moved.</summary>
    Kept,

    /// <summary>It stayed, since no node can take it or no plan goes.</summary>
    Refused,

    /// <summary>Its migration failed, and it was seen on the node.</summary>
    Failed,

    /// <summary>Its migration was cancelled, and it was seen on the node.</summary>
    Cancelled,

    /// <summary>Who has it could not be established.</summary>
    Unknown,
}
