namespace ShadowMig.Native;

/// <summary>Errors that callers branch on (virErrorNumber); any other number is kept as it came.</summary>
public enum LibvirtErrorCode
{
    /// <summary>No error.</summary>
    Ok = 0,

    /// <summary>Internal error.</summary>
    InternalError = 1,

    /// <summary>Out of memory.</summary>
    NoMemory = 2,

    /// <summary>The function is not supported by the connection's driver.</summary>
    NoSupport = 3,

    /// <summary>No connection.</summary>
    NoConnection = 5,

    /// <summary>An argument is invalid.</summary>
    InvalidArgument = 8,

    /// <summary>The operation failed.</summary>
    OperationFailed = 9,

    /// <summary>The system refused (errno).</summary>
    SystemError = 38,

    /// <summary>RPC failed: the connection broke.</summary>
    RpcError = 39,

    /// <summary>Authentication failed.</summary>
    AuthenticationFailed = 45,

    /// <summary>No domain of that name or UUID.</summary>
    NoDomain = 42,

    /// <summary>The operation does not fit the domain's state.</summary>
    OperationInvalid = 55,

    /// <summary>The operation timed out (job lock).</summary>
    OperationTimeout = 68,

    /// <summary>The live migration would be unsafe.</summary>
    MigrateUnsafe = 81,

    /// <summary>The operation was aborted.</summary>
    OperationAborted = 78,

    /// <summary>The configuration is not supported.</summary>
    ConfigUnsupported = 67,

    /// <summary>The argument is not supported.</summary>
    ArgumentUnsupported = 74,
}
