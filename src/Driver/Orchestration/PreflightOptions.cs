using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration;

/// <summary>How long the checks before a migration may take; configuration section <c>Preflight</c>.</summary>
public sealed class PreflightOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Preflight";

    /// <summary>Longest wait for the destination to accept a connection.</summary>
    [PositiveTime]
    public TimeSpan ConnectBound { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Longest wait for a node's capabilities: a daemon just started asks every QEMU first, which takes seconds.</summary>
    [PositiveTime]
    public TimeSpan CapabilityBound { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for any other answer of libvirt.</summary>
    [PositiveTime]
    public TimeSpan CallBound { get; set; } = TimeSpan.FromSeconds(5);
}
