namespace ShadowMig.Driver.Migration;

/// <summary>Who has the guest, as both ends answered by UUID.</summary>
public sealed record Ownership(GuestPresence Source, GuestPresence Destination);
