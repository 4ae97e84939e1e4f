namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>What both ends answered.</summary>
public sealed record OwnershipReading(GuestReading Source, GuestReading Destination)
{
    /// <summary>Neither end was asked.</summary>
    public static OwnershipReading Unknown { get; } = new(GuestReading.Unknown, GuestReading.Unknown);

    /// <summary>The answers without libvirt's details.</summary>
    public Ownership Ownership => new(Source.Presence, Destination.Presence);
}
