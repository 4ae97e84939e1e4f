namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>What both ends answered.</summary>
public sealed record OwnershipReading(GuestReading Source, GuestReading Destination)
{
    /// <summary>Neither end was asked.</summary>
    public static OwnershipReading Unknown { get; } = new(GuestReading.Unknown, GuestReading.Unknown);

    /// <summary>Whether the target has all memory of a post-copy, and the source still holds its copy.</summary>
    /// <remarks>
    /// That passes in a moment, unless the target's daemon was away on the way: QEMU needs no help and comes to its end all the same, the
    /// target's daemon finds out when it is back (qemuMigrationDstComplete), and the source's never does.
    /// </remarks>
    public bool IsPostCopyDone => Source is { Presence: GuestPresence.Paused, IsInPostCopy: true } && Destination.HasArrived;

    /// <summary>Whether post-copy broke before the target ran the guest, and the source's QEMU runs it again.</summary>
    /// <remarks>libvirt goes on holding the migration's job on the source, and has nothing that ends it.</remarks>
    public bool IsBackOnSource =>
        Source.State is { IsRunningAfterPostCopyFailure: true } && IsDestinationGone;

    /// <summary>Whether nothing of the guest is left on the source but, at most, its definition.</summary>
    public bool IsSourceGone => Source.Presence is GuestPresence.Absent or GuestPresence.Inactive;

    /// <summary>Whether nothing of the guest is on the target but, at most, its definition.</summary>
    public bool IsDestinationGone => Destination.Presence is GuestPresence.Absent or GuestPresence.Inactive;

    /// <summary>The answers without libvirt's details.</summary>
    public Ownership Ownership => new(Source.Presence, Destination.Presence);

    /// <summary>Whether the source's QEMU ended in the middle of post-copy: the memory that had not left is lost, and the target's guest cannot do without it.</summary>
    /// <param name="outcome">What is known of the transfer.</param>
    /// <remarks>
    /// A target that was still to be told to run its guest shows it as paused for migration, as it does in pre-copy. libvirt holds the
    /// migration's job at the source until its daemon is started anew, though nothing runs there.
    /// </remarks>
    public bool HasLostMemory(TransferOutcome outcome) => IsSourceGone
        && (Destination.IsInPostCopy || (outcome.PostCopyBegan && Destination.State is { IsPausedForMigration: true }));
}
