namespace ShadowMig.Native;

/// <summary>Which domains a call is about (virConnectListAllDomainsFlags).</summary>
[Flags]
public enum DomainFilter : uint
{
    /// <summary>All domains, active or not.</summary>
    All = 0,

    /// <summary>Running, paused or otherwise alive.</summary>
    Active = 1 << 0,

    /// <summary>Defined, not alive.</summary>
    Inactive = 1 << 1,

    /// <summary>With a persistent definition.</summary>
    Persistent = 1 << 2,

    /// <summary>Without a persistent definition.</summary>
    Transient = 1 << 3,

    /// <summary>Virtual processors run.</summary>
    Running = 1 << 4,

    /// <summary>Virtual processors are paused.</summary>
    Paused = 1 << 5,
}
