using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>The fleet of one decision as hosts and guests that can be moved to try what would be.</summary>
internal sealed class DecisionBoard
{
    private readonly Dictionary<string, DecisionNode> _nodes;
    private readonly Dictionary<GuestLoad, DecisionGuest> _guests = [];
    private readonly Dictionary<string, HostLoad> _hosts;

    /// <summary>Sets the fleet up.</summary>
    public DecisionBoard(DecisionInput input)
    {
        Input = input;
        History = new(input);
        Forecast = new() { OverloadedAt = input.Settings.ClearedAt, UnknownDeviation = 0 };
        _nodes = input.Nodes.ToDictionary(n => n.Name);
        _hosts = input.Nodes.Select(Host).ToDictionary(h => h.Id);
        Hosts = [.. _hosts.Values.OrderBy(h => h.Ordinal)];
    }

    /// <summary>What the decision rests on.</summary>
    public DecisionInput Input { get; }

    /// <summary>The migrations of the past.</summary>
    public MoveHistory History { get; }

    /// <summary>How loads are forecast: by their weighted mean, which may reach what a node is relieved to.</summary>
    public ForecastSettings Forecast { get; }

    /// <summary>The hosts, in the order of the inventory.</summary>
    public IReadOnlyList<HostLoad> Hosts { get; }

    /// <summary>Moves decided so far.</summary>
    public int Decided { get; private set; }

    /// <summary>A host by its name; null when the inventory has none.</summary>
    public HostLoad? Host(string name) => _hosts.GetValueOrDefault(name);

    /// <summary>What is known of a host.</summary>
    public DecisionNode Of(HostLoad host) => _nodes[host.Id];

    /// <summary>What is known of a guest.</summary>
    public DecisionGuest Of(GuestLoad guest) => _guests[guest];

    /// <summary>Whether readings are too old to decide by.</summary>
    public bool IsStale(DateTimeOffset? at) => at is not { } known || Input.At - known > Input.Settings.StaleAfter;

    /// <summary>Puts a guest on another host.</summary>
    public void Move(GuestLoad guest, HostLoad from, HostLoad to)
    {
        from.Remove(guest);
        to.Add(guest);
        Decided++;
    }

    /// <summary>Load with a guest: what is asked for now or is forecast, whichever is more; a share of the host's processors.</summary>
    public double LoadWith(GuestLoad guest, HostLoad host) =>
        Math.Max(host.Demand + (guest.Demand / host.Capacity), host.ForecastWith(guest, Forecast).Mean);

    private HostLoad Host(DecisionNode node, int ordinal)
    {
        ByteCount? given = node is { MemoryAvailable: { } available, MemoryTotal: { } total }
            ? available - node.Reserved - new ByteCount((long)(total.Value * Input.Settings.LeastHeadroom)) + Sum(node)
            : null;
        HostLoad host = new(ordinal, Forecast.Window)
        {
            Id = node.Name,
            Capacity = node.Processors is > 0 and var processors ? processors : 1,
            CoreCapacity = double.MaxValue,
            Power = new(0, 0),
            MeasuredUse = 0,
            Memory = given,
        };
        foreach (DecisionGuest guest in node.Guests)
        {
            GuestLoad load = Guest(guest, host.Guests.Count);
            _guests[load] = guest;
            host.Add(load);
        }

        return host;
    }

    private static ByteCount Sum(DecisionNode node) => new(node.Guests.Sum(g => g.Memory?.Value ?? 0));

    private static GuestLoad Guest(DecisionGuest guest, int ordinal)
    {
        double capacity = Math.Max(1, guest.VirtualCpus ?? 1);
        return new()
        {
            Id = guest.Domain.Uuid.ToString(),
            Ordinal = ordinal,
            Capacity = capacity,
            Demand = guest.Demands.Count > 0 ? guest.Demands[^1] : 0,
            History = guest.Demands.Select(demand => demand / capacity).ToArray(),
            Memory = guest.Memory ?? ByteCount.Zero,
            MigrationTime = TimeSpan.FromSeconds(guest.Forecast?.Seconds ?? 0),
        };
    }
}
