using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Speed of this node's network interfaces.</summary>
public interface IInterfaceSpeed
{
    /// <summary>
    /// Speed of the interface that leads to a host, as its hardware has it; null when no hardware is behind it, when it does not tell,
    /// or the host is not known.
    /// </summary>
    BytesPerSecond? Towards(string host);
}
