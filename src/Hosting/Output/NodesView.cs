using System.Globalization;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Commands;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>Nodes for people.</summary>
internal static class NodesView
{
    /// <summary>Writes the nodes of the inventory, and those that services published.</summary>
    public static void Write(HumanConsole console, FleetView fleet)
    {
        if (fleet.Nodes.Count > 0)
            WriteInventory(console, fleet.Nodes);
        if (fleet.Published is { } published)
            WritePublished(console, published);
    }

    private static void WriteInventory(HumanConsole console, IReadOnlyList<NodeState> nodes)
    {
        Table table = console.Table(null, "node", "host", "state", "guests", "processors busy", "memory available", "promised", "libvirt", "QEMU");
        foreach (NodeState node in nodes)
        {
            table.AddRow(
                HumanText.Plain(node.Node.Name),
                HumanText.Plain(node.Facts?.HostName ?? HumanText.Unknown),
                $"[{Colour(node)}]{node.Word}[/]",
                node.Guests?.ToString(CultureInfo.InvariantCulture) ?? HumanText.Unknown,
                HumanText.Ratio(node.Load?.CpuUtilization),
                node.Load is { } load ? $"{HumanText.RoughSize(load.MemoryAvailable)} of {HumanText.RoughSize(load.MemoryTotal)}" : HumanText.Unknown,
                node.Reserved is { } reserved && reserved > ByteCount.Zero ? HumanText.RoughSize(reserved) : HumanText.Unknown,
                node.Facts?.Libvirt.ToString() ?? HumanText.Unknown,
                node.Facts?.Qemu?.ToString() ?? HumanText.Unknown);
        }

        console.Write(table);
        foreach (NodeState node in nodes)
        {
            if (node.Cordon is { } cordon)
                console.Line($"  {HumanText.Plain(node.Node.Name)}: cordoned since {HumanText.At(cordon.At)}{(cordon.Reason is { } why ? $": {HumanText.Plain(why)}" : "")}");
            if (node.Failure is { } failure)
                console.Line($"  {HumanText.Plain(node.Node.Name)}: [red]{failure.Code}[/]  {HumanText.Plain(failure.Message)}");
        }
    }

    private static void WritePublished(HumanConsole console, FleetState fleet)
    {
        Table table = console.Table("published by services", "node", "state", "guests", "processors busy", "memory available", "version", "at", "URI");
        foreach (PublishedNode published in fleet.Nodes)
        {
            NodeAdvertisement node = published.Node;
            string state = PublishedNodeDocument.Word(published);
            table.AddRow(
                HumanText.Plain(node.Name == fleet.Leader ? $"{node.Name} (leader)" : node.Name),
                $"[{(published.IsSilent ? "red" : node.IsCordoned ? "yellow" : "green")}]{(node.IsCordoned ? $"{state}, cordoned" : state)}[/]",
                node.Guests?.ToString(CultureInfo.InvariantCulture) ?? HumanText.Unknown,
                HumanText.Ratio(node.CpuUtilization),
                $"{HumanText.RoughSize(ByteCount.From((ulong?)node.MemoryAvailableBytes))} of {HumanText.RoughSize(ByteCount.From((ulong?)node.MemoryTotalBytes))}",
                HumanText.Plain(node.Version),
                HumanText.At(node.At),
                HumanText.Plain(node.Uri));
        }

        console.Write(table);
    }

    private static string Colour(NodeState node) => node.Word switch
    {
        "ready" => "green",
        "cordoned" => "yellow",
        _ => "red",
    };
}
