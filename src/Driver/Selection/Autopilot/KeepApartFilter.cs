using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>No guest of the host is in a group that the guest must not share a node with.</summary>
internal sealed class KeepApartFilter(DecisionBoard board) : ITargetFilter
{
    /// <inheritdoc/>
    public string Code => ReasonCodes.KeepApart;

    /// <inheritdoc/>
    public bool Admits(GuestLoad guest, HostLoad host) => Clash(guest, host) is null;

    /// <summary>The guest of the host that it must not meet; null when there is none.</summary>
    public DecisionGuest? Clash(GuestLoad guest, HostLoad host)
    {
        IReadOnlyList<string> groups = board.Of(guest).Policy?.KeepApart ?? [];
        return groups.Count == 0 ? null : host.Guests.Select(board.Of).FirstOrDefault(other => other.Policy?.KeepApart.Intersect(groups).Any() == true);
    }
}
