using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Looks for the node that takes a guest, and says of every node why it does or does not.</summary>
internal sealed class TargetSearch
{
    private readonly DecisionBoard _board;
    private readonly HostLoad _source;
    private readonly KeepApartFilter _apart;
    private readonly Dictionary<string, Hold> _closed;
    private readonly TargetSelector _selector;

    /// <summary>A search for guests of one node.</summary>
    /// <param name="board">The fleet.</param>
    /// <param name="source">The node that they leave.</param>
    /// <param name="goal">What that node has to be relieved of.</param>
    public TargetSearch(DecisionBoard board, HostLoad source, ReliefGoal goal)
    {
        (_board, _source, _apart) = (board, source, new(board));
        _closed = board.Hosts.Select(h => (h.Id, Hold: Closed(h, goal.IsFailing))).Where(c => c.Hold is not null).ToDictionary(c => c.Id, c => c.Hold!);
        _selector = new(
            [
                _apart,
                new HoldFilter(ReasonCodes.WouldReturn, Return),
                new HoldFilter(ReasonCodes.RecentlyRefused, Refusal),
                new MemoryFilter(),
            ],
            new MostHeadroom(board),
            goal.IsOfLoad ? [new LoadFilter(board), new BetterThanSourceFilter(board, source)] : [new LoadFilter(board)]);
    }

    /// <summary>When the first of what held nodes back as targets so far ends; null when nothing did.</summary>
    public DateTimeOffset? HeldUntil { get; private set; }

    /// <summary>Whether something that passes held a node back as a target.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Looks for a node; it gets nothing yet.</summary>
    public (HostLoad? Target, Placement Placement) Find(GuestLoad guest)
    {
        foreach (HostLoad host in _board.Hosts)
            host.Closed = _closed.GetValueOrDefault(host.Id)?.Reason.Code;
        ChoiceLog log = new();
        HostLoad? target = _selector.Choose(guest, _board.Hosts, log);
        TargetFate[] fates = [.. log.Choices[0].Candidates.Select(c => Fate(guest, _board.Host(c.Id)!, c, target))];
        return (target, new(_board.Of(guest).Domain, target?.Id, fates));
    }

    private TargetFate Fate(GuestLoad guest, HostLoad host, CandidateFate candidate, HostLoad? target)
    {
        Hold hold = Explain(guest, host, candidate.Code, target);
        bool passes = candidate.Code is ReasonCodes.MoveUnderWay or ReasonCodes.RecentlyMoved or ReasonCodes.WouldReturn or ReasonCodes.RecentlyRefused;
        IsHeld |= passes;
        if (passes && !(HeldUntil <= hold.Until))
            HeldUntil = hold.Until ?? HeldUntil;
        return new(host.Id, hold.Reason, candidate.Score is null ? null : _board.LoadWith(guest, host));
    }

    private Hold Explain(GuestLoad guest, HostLoad host, string code, HostLoad? target) => _closed.GetValueOrDefault(host.Id) ?? code switch
    {
        ReasonCodes.KeepApart => Reason(code, $"it must not share a node with {_apart.Clash(guest, host)!.Domain.Name}"),
        ReasonCodes.WouldReturn => Return(guest, host)!,
        ReasonCodes.RecentlyRefused => Refusal(guest, host)!,
        ReasonCodes.DestinationMemory => Reason(code, $"{host.FreeMemory} can be given, and the guest needs {guest.Memory}"),
        ReasonCodes.WouldOverload => Reason(code, $"its load would be {Percent(_board.LoadWith(guest, host))}, and at most {Percent(_board.Input.Settings.ClearedAt)} are allowed"),
        ReasonCodes.WorseThanSource => Reason(code, $"its load would be {Percent(_board.LoadWith(guest, host))}, and that of {_source.Id} is {Percent(_source.Demand)}"),
        ReasonCodes.BetterAlternative => Reason(code, $"{target!.Id} keeps more of its scarcest resource free"),
        _ => Reason(code, $"its load will be {Percent(_board.LoadWith(guest, host))}"),
    };

    private Hold? Closed(HostLoad host, bool isFailing)
    {
        DecisionNode node = _board.Of(host);
        if (host == _source)
            return Reason(ReasonCodes.SameHost, "it is there already");
        if (node.IsCordoned)
            return Reason(ReasonCodes.Cordoned, $"until 'shadowmig uncordon {node.Name}'");
        if (node.IsDraining)
            return Reason(ReasonCodes.NodeDraining, "it is being drained");
        if (_board.IsStale(node.At))
            return Reason(ReasonCodes.StaleData, node.At is { } at ? $"last seen at {at:HH:mm:ss}" : "never seen so far");
        if (node is { Processors: null } or { MemoryAvailable: null } or { MemoryTotal: null })
            return Reason(ReasonCodes.UnknownData, "its processors or its memory are not known");
        if (_board.Input.Causes.FirstOrDefault(c => c.Node == node.Name) is { } cause)
            return Reason(ReasonCodes.HostOverloaded, $"rule {cause.Rule}: {cause.Reason.Message}");
        return _board.History.UnderWay(node.Name) ?? (isFailing ? null : _board.History.NodeCooldown(node.Name));
    }

    private Hold? Return(GuestLoad guest, HostLoad host) => _board.History.Return(_board.Of(guest).Domain.Uuid, host.Id);

    private Hold? Refusal(GuestLoad guest, HostLoad host) => _board.History.Refusal(_board.Of(guest).Domain.Uuid, host.Id);

    private static Hold Reason(string code, string message) => new(new(code, message), null);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");
}
