namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>The signals that every node has, and how those that an operator adds are named.</summary>
public static class SignalNames
{
    /// <summary>Share of the node's processor time in use (libvirt).</summary>
    public const string NodeCpuUtilization = "node-cpu-utilization";

    /// <summary>Share of the node's memory in use, page cache not counted (libvirt).</summary>
    public const string NodeMemoryUtilization = "node-memory-utilization";

    /// <summary>Share of the last 10 s in which some task waited for a processor (/proc/pressure/cpu).</summary>
    public const string NodeCpuPressureSome = "node-cpu-pressure-some";

    /// <summary>Share of the last 10 s in which all tasks waited for a processor; the kernel gives 0 for a whole node.</summary>
    public const string NodeCpuPressureFull = "node-cpu-pressure-full";

    /// <summary>Share of the last 10 s in which some task waited for memory (/proc/pressure/memory).</summary>
    public const string NodeMemoryPressureSome = "node-memory-pressure-some";

    /// <summary>Share of the last 10 s in which all tasks waited for memory.</summary>
    public const string NodeMemoryPressureFull = "node-memory-pressure-full";

    /// <summary>Share of the last 10 s in which some task waited for input or output (/proc/pressure/io).</summary>
    public const string NodeIoPressureSome = "node-io-pressure-some";

    /// <summary>Share of the last 10 s in which all tasks waited for input or output.</summary>
    public const string NodeIoPressureFull = "node-io-pressure-full";

    /// <summary>Memory that the node reads back from swap, bytes a second over 10 s (/proc/vmstat, pswpin).</summary>
    public const string NodeSwapInRate = "node-swap-in-rate";

    /// <summary>Page faults of the node that had to wait for a disk, a second over 10 s (/proc/vmstat, pgmajfault).</summary>
    public const string NodeMajorFaultRate = "node-major-fault-rate";

    /// <summary>Rate of the busiest direction of the busiest network card over its link's speed, over 10 s (/sys/class/net).</summary>
    public const string NodeNetworkUtilization = "node-network-utilization";

    /// <summary>Memory errors that ECC could not correct, since boot (/sys/devices/system/edac/mc).</summary>
    public const string NodeEccUncorrected = "node-ecc-uncorrected";

    /// <summary>Memory errors that ECC corrected in the last 24 h, as far as the service saw them.</summary>
    public const string NodeEccCorrectedDay = "node-ecc-corrected-day";

    /// <summary>How often processors were slowed down for their heat, a second over 10 s, summed (thermal_throttle).</summary>
    public const string NodeThermalThrottleRate = "node-thermal-throttle-rate";

    /// <summary>Share of its virtual processors that a guest keeps busy (libvirt).</summary>
    public const string GuestCpuUtilization = "guest-cpu-utilization";

    /// <summary>Share of time that a guest's virtual processors stood in the node's run queue (libvirt, vcpu delay: steal).</summary>
    public const string GuestSteal = "guest-steal";

    /// <summary>Share of time that a guest's virtual processors wanted to run and others did (libvirt, vcpu wait).</summary>
    public const string GuestWait = "guest-wait";

    /// <summary>Page faults inside a guest that had to wait for a disk, a second (balloon).</summary>
    public const string GuestMajorFaultRate = "guest-major-fault-rate";

    /// <summary>Memory that a guest reads back from its own swap, bytes a second (balloon).</summary>
    public const string GuestSwapInRate = "guest-swap-in-rate";

    /// <summary>Share of a guest's memory that its balloon took from it.</summary>
    public const string GuestBalloon = "guest-balloon";

    /// <summary>What the name of a signal from the operator's file begins with.</summary>
    public const string FilePrefix = "file:";

    /// <summary>What the name of a signal from a PromQL query begins with.</summary>
    public const string QueryPrefix = "query:";

    /// <summary>All signals that need no configuration.</summary>
    public static IReadOnlyList<SignalDefinition> BuiltIn { get; } =
    [
        new(NodeCpuUtilization, SignalScope.Node, "ratio", false),
        new(NodeMemoryUtilization, SignalScope.Node, "ratio", false),
        new(NodeCpuPressureSome, SignalScope.Node, "ratio", true),
        new(NodeCpuPressureFull, SignalScope.Node, "ratio", true),
        new(NodeMemoryPressureSome, SignalScope.Node, "ratio", true),
        new(NodeMemoryPressureFull, SignalScope.Node, "ratio", true),
        new(NodeIoPressureSome, SignalScope.Node, "ratio", true),
        new(NodeIoPressureFull, SignalScope.Node, "ratio", true),
        new(NodeSwapInRate, SignalScope.Node, "bytes/s", true),
        new(NodeMajorFaultRate, SignalScope.Node, "events/s", true),
        new(NodeNetworkUtilization, SignalScope.Node, "ratio", true),
        new(NodeEccUncorrected, SignalScope.Node, "count", true),
        new(NodeEccCorrectedDay, SignalScope.Node, "count", true),
        new(NodeThermalThrottleRate, SignalScope.Node, "events/s", true),
        new(GuestCpuUtilization, SignalScope.Guest, "ratio", false),
        new(GuestSteal, SignalScope.Guest, "ratio", false),
        new(GuestWait, SignalScope.Guest, "ratio", false),
        new(GuestMajorFaultRate, SignalScope.Guest, "events/s", false),
        new(GuestSwapInRate, SignalScope.Guest, "bytes/s", false),
        new(GuestBalloon, SignalScope.Guest, "ratio", false),
    ];

    /// <summary>The signal of a name; null when it is not one of <see cref="BuiltIn"/>.</summary>
    public static SignalDefinition? Find(string name) => BuiltIn.FirstOrDefault(signal => signal.Name == name);

    /// <summary>Whether a name can be part of a signal's or a rule's name, and so the value of a label: letters, digits, dots, hyphens, underscores; at most 64.</summary>
    public static bool IsPlain(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
