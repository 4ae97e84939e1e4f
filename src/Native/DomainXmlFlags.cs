namespace ShadowMig.Native;

/// <summary>What a domain's XML shows (virDomainXMLFlags).</summary>
[Flags]
public enum DomainXmlFlags : uint
{
    /// <summary>The current state, without secrets.</summary>
    None = 0,

    /// <summary>With passwords.</summary>
    Secure = 1 << 0,

    /// <summary>The persistent definition instead of the live one.</summary>
    Inactive = 1 << 1,

    /// <summary>The guest CPU brought up to what the host gives.</summary>
    UpdateCpu = 1 << 2,

    /// <summary>Suitable for a migration's destination.</summary>
    Migratable = 1 << 3,
}
