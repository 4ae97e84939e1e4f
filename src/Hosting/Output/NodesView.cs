using System.Globalization;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Commands;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>Nodes for people.</summary>
internal static class NodesView
{
    /// <summary>Writes the nodes, and why one is not ready.</summary>
    public static void Write(HumanConsole console, IReadOnlyList<NodeState> nodes)
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
                node.Reserved > ByteCount.Zero ? HumanText.RoughSize(node.Reserved) : HumanText.Unknown,
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

    private static string Colour(NodeState node) => node.Word switch
    {
        "ready" => "green",
        "cordoned" => "yellow",
        _ => "red",
    };
}
