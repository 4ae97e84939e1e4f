using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Picks the guest whose working set is measured next.</summary>
internal static class RotationOrder
{
    /// <summary>
    /// Of the guests that run, are not stale and are open, and whose last attempt is at least an interval old, the one
    /// that waited longest; never tried ones first, then by name. Null when none is due.
    /// </summary>
    /// <param name="guests">The guests of a node.</param>
    /// <param name="sinceAttempt">Time since the last attempt at a guest; null when there was none.</param>
    /// <param name="isOpen">Whether a guest may be measured now.</param>
    /// <param name="interval">Shortest time from one attempt to the next.</param>
    public static GuestSample? Next(IEnumerable<GuestSample> guests, Func<Guid, TimeSpan?> sinceAttempt, Func<Guid, bool> isOpen, TimeSpan interval) =>
        guests
            .Where(guest => guest is { IsStale: false, State: DomainState.Running or DomainState.Blocked } && isOpen(guest.Domain.Uuid))
            .Select(guest => (Guest: guest, Waited: sinceAttempt(guest.Domain.Uuid) ?? TimeSpan.MaxValue))
            .Where(candidate => candidate.Waited >= interval)
            .OrderByDescending(candidate => candidate.Waited)
            .ThenBy(candidate => candidate.Guest.Domain.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Guest)
            .FirstOrDefault();
}
