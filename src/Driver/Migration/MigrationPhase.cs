namespace ShadowMig.Driver.Migration;

/// <summary>The six phases of the paper's Table 2.</summary>
public enum MigrationPhase
{
    /// <summary>The target is chosen and asked, connections are open.</summary>
    Initialization,

    /// <summary>Resources are set aside on the target.</summary>
    Reservation,

    /// <summary>Memory travels while the guest runs.</summary>
    IterativePreCopy,

    /// <summary>The guest is paused and the rest travels.</summary>
    StopAndCopy,

    /// <summary>The target takes over disks and devices, the source lets go.</summary>
    Commitment,

    /// <summary>The guest runs on the target, seen there.</summary>
    Activation,
}
