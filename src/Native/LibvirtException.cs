namespace ShadowMig.Native;

/// <summary>An error as libvirt reported it (virError).</summary>
/// <remarks>
/// A connection that was lost mostly reports <see cref="LibvirtErrorCode.InternalError"/> in domain 7 (VIR_FROM_RPC);
/// <see cref="ILibvirtConnection.IsAlive"/> is false then.
/// </remarks>
public sealed class LibvirtException(LibvirtErrorCode code, int domain, LibvirtErrorLevel level, string message) : Exception(message)
{
    /// <summary>What went wrong (virErrorNumber).</summary>
    public LibvirtErrorCode Code { get; } = code;

    /// <summary>Which part of libvirt says so (virErrorDomain).</summary>
    public int Domain { get; } = domain;

    /// <summary>How bad it is.</summary>
    public LibvirtErrorLevel Level { get; } = level;
}
