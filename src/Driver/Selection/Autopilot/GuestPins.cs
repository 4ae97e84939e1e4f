using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Says which guests of a node stay whatever the node needs.</summary>
/// <param name="board">The fleet.</param>
/// <param name="isFailing">Whether the node's machine fails: then cooldowns and the wish for company count less than getting away.</param>
internal sealed class GuestPins(DecisionBoard board, bool isFailing)
{
    /// <summary>Why a guest stays; null when it may leave.</summary>
    public Hold? Of(GuestLoad load, HostLoad host)
    {
        DecisionGuest guest = board.Of(load);
        string name = guest.Domain.Name;
        if (guest.Policy is not { } policy || guest.Memory is null)
            return Lasting(ReasonCodes.UnknownData, $"the description of {name} could not be read");
        if (policy.NeverMove)
            return Lasting(ReasonCodes.NeverMove, $"the metadata of {name} says move=\"never\"");
        if (board.History.IsUnderWay(guest.Domain.Uuid))
            return Lasting(ReasonCodes.DomainBusy, $"{name} migrates");
        if (guest.IsBusy != false)
            return Lasting(ReasonCodes.DomainBusy, guest.IsBusy is null ? $"whether a job runs on {name} is not known" : $"a job runs on {name}");
        if (board.IsStale(guest.At))
            return Lasting(ReasonCodes.StaleData, $"the readings of {name} are from {guest.At:HH:mm:ss}");
        if (!guest.IsRunning)
            return Lasting(ReasonCodes.DomainInactive, $"{name} does not run: it asks for nothing");
        if (guest.Forecast is not { } forecast)
            return Lasting(ReasonCodes.UnknownData, $"what moving {name} takes is not known");
        if (forecast.Refusal is { } refusal)
            return Lasting(refusal.Code, refusal.Message);
        if (isFailing)
            return null;
        return Company(guest, host) is { } other
            ? Lasting(ReasonCodes.KeepTogether, $"{name} wants to share its node with {other.Domain.Name}")
            : board.History.GuestCooldown(guest.Domain);
    }

    private DecisionGuest? Company(DecisionGuest guest, HostLoad host) => guest.Policy!.KeepTogether.Count == 0 ? null : host.Guests.Select(board.Of)
        .FirstOrDefault(other => other != guest && other.Policy?.KeepTogether.Intersect(guest.Policy.KeepTogether).Any() == true);

    private static Hold Lasting(string code, string message) => new(new(code, message), null);
}
