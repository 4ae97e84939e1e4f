using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Signals.Local;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Speed of the hardware that a network interface of this machine leads to, from /sys/class/net.</summary>
/// <remarks>
/// What an interface without a device says of itself is no speed of a link: a tap or a veth claims 10 Gbit/s, and a bridge what its
/// fastest port claims. A bridge, bond or VLAN is as fast as the fastest card below it, the active one where a bond names it: a
/// migration is one TCP connection, and a bond sends that over one of its cards.
/// </remarks>
internal sealed class HardwareSpeed(IFileReader files)
{
    private const string Folder = "/sys/class/net";
    private const string Lower = "lower_";
    private const double BytesPerSecondOfMegabit = 125_000;

    /// <summary>The speed; null when no hardware is below the interface, or it does not tell, as while its link is down.</summary>
    /// <param name="name">The interface.</param>
    public BytesPerSecond? Of(string name) => Megabits(name) is { } megabits ? new(megabits * BytesPerSecondOfMegabit) : null;

    private double? Megabits(string name) => files.ReadOrNull($"{Folder}/{name}/device/uevent") is not null
        ? KernelText.Number(files.ReadOrNull($"{Folder}/{name}/speed")) is > 0 and var megabits ? megabits : null
        : Below(name).Select(Megabits).Max();

    private IEnumerable<string> Below(string name) => files.ReadOrNull($"{Folder}/{name}/bonding/active_slave")?.Trim() is { Length: > 0 } active
        ? [active]
        : files.List($"{Folder}/{name}").Where(entry => entry.StartsWith(Lower, StringComparison.Ordinal)).Select(entry => entry[Lower.Length..]);
}
