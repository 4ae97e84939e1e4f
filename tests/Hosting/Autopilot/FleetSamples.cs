using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Cluster.Fleet;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Autopilot;

/// <summary>A fleet of two nodes, and what is decided for it.</summary>
internal static class FleetSamples
{
    public static readonly DomainIdentity Web = Samples.Domain;

    public static DecidedMove Move { get; } = new(Web, "n1", "n2", new(ReasonCodes.ForecastAboveCapacity, "too much is asked for"), 12);

    /// <summary>A node of two processors whose guests ask for this much each.</summary>
    public static FleetNodeSample Node(string name, DateTimeOffset at, params (DomainIdentity Guest, double Demand)[] guests) => new()
    {
        Node = new FleetNode(name, $"qemu+tcp://{name}/system"),
        At = at,
        IsUp = true,
        Capabilities = new() { HostName = name, HostUuid = new Guid(name[^1] - '0', 0, 0, new byte[8]), Libvirt = new(9, 0), Qemu = new(7, 2) },
        Processors = 2,
        MemoryTotal = ByteCount.FromMebibytes(8192),
        MemoryAvailable = ByteCount.FromMebibytes(6000),
        Guests = [.. guests.Select(g => new FleetGuest
        {
            Domain = g.Guest,
            At = at,
            State = DomainState.Running,
            VirtualCpus = 1,
            Demands = [.. Enumerable.Repeat(g.Demand, 10)],
            Description = new() { Identity = g.Guest, VirtualizationType = "kvm", Memory = ByteCount.FromMebibytes(512), CurrentMemory = ByteCount.FromMebibytes(512), VirtualCpus = 1 },
        })],
    };

    public static DomainIdentity Guest(int number) => new($"guest{number}", new Guid(number, 1, 1, new byte[8]));

    /// <summary>n1 is asked for three of its two processors, n2 for none.</summary>
    public static FleetNodeSample[] Overload(DateTimeOffset at) => [Node("n1", at, (Guest(1), 1), (Guest(2), 1), (Guest(3), 1)), Node("n2", at)];
}
