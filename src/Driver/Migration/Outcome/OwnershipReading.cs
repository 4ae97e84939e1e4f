namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>What both ends answered.</summary>
public sealed record OwnershipReading(GuestReading Source, GuestReading Destination)
{
    /// <summary>Neither end was asked.</summary>
    public static OwnershipReading Unknown { get; } = new(GuestReading.Unknown, GuestReading.Unknown);

    /// <summary>Whether post-copy lost libvirt's help on its way and came to its end all the same: QEMU needs none.</summary>
    /// <remarks>
    /// When the target's daemon is away, the source's takes post-copy for broken, and goes on doing so after QEMU has sent everything;
    /// the target's finds out when it is back (qemuMigrationDstComplete).
    /// </remarks>
    public bool IsPostCopyDone => Source.IsBrokenPostCopy && Destination.HasArrived;

    /// <summary>The answers without libvirt's details.</summary>
    public Ownership Ownership => new(Source.Presence, Destination.Presence);
}
