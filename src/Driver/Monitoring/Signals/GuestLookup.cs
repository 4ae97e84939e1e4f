using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>Finds a guest by what others call it.</summary>
internal static class GuestLookup
{
    /// <summary>The guest with this UUID or name; null when there is none.</summary>
    public static DomainIdentity? Find(IReadOnlyList<GuestSample> guests, string who) => Guid.TryParse(who, out Guid uuid)
        ? guests.FirstOrDefault(guest => guest.Domain.Uuid == uuid)?.Domain
        : guests.FirstOrDefault(guest => guest.Domain.Name == who)?.Domain;
}
