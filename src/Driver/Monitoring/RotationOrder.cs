using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Picks the guest whose working set is measured next.</summary>
internal static class RotationOrder
{
    /// <summary>
    /// Of the guests that run, are not stale and are open, and whose last attempt is at least an interval old, the one
    /// that waited longest; never tried ones first, then by name. Null when none is due.
    /// </summary>
    public static GuestSample? Next(
        IEnumerable<GuestSample> guests, IReadOnlyDictionary<Guid, DateTimeOffset> attempts, Func<Guid, bool> isOpen, TimeSpan interval, DateTimeOffset now) =>
        guests
            .Where(guest => guest is { IsStale: false, State: DomainState.Running or DomainState.Blocked } && isOpen(guest.Domain.Uuid))
            .Select(guest => (Guest: guest, At: attempts.GetValueOrDefault(guest.Domain.Uuid, DateTimeOffset.MinValue)))
            .Where(candidate => candidate.At == DateTimeOffset.MinValue || now - candidate.At >= interval)
            .OrderBy(candidate => candidate.At)
            .ThenBy(candidate => candidate.Guest.Domain.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Guest)
            .FirstOrDefault();
}
