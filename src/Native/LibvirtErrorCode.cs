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

    /// <summary>The host name is not known.</summary>
    UnknownHost = 4,

    /// <summary>No connection.</summary>
    NoConnection = 5,

    /// <summary>The connection is not valid.</summary>
    InvalidConnection = 6,

    /// <summary>An argument is invalid.</summary>
    InvalidArgument = 8,

    /// <summary>The operation failed.</summary>
    OperationFailed = 9,

    /// <summary>The XML is not well formed or describes nothing valid.</summary>
    XmlError = 27,

    /// <summary>A domain of that name or UUID exists already.</summary>
    DomainExists = 28,

    /// <summary>The operation is forbidden, for example on a read-only connection.</summary>
    OperationDenied = 29,

    /// <summary>The system refused (errno).</summary>
    SystemError = 38,

    /// <summary>RPC failed: the connection broke.</summary>
    RpcError = 39,

    /// <summary>No domain of that name or UUID.</summary>
    NoDomain = 42,

    /// <summary>No network of that name.</summary>
    NoNetwork = 43,

    /// <summary>Authentication failed.</summary>
    AuthenticationFailed = 45,

    /// <summary>No storage pool of that name.</summary>
    NoStoragePool = 49,

    /// <summary>No storage volume of that name or path.</summary>
    NoStorageVolume = 50,

    /// <summary>The operation does not fit the domain's state.</summary>
    OperationInvalid = 55,

    /// <summary>No network interface of that name.</summary>
    NoInterface = 57,

    /// <summary>The configuration is not supported.</summary>
    ConfigUnsupported = 67,

    /// <summary>The operation timed out (job lock).</summary>
    OperationTimeout = 68,

    /// <summary>The guest arrived, but its definition could not be stored there.</summary>
    MigratePersistFailed = 69,

    /// <summary>The argument is not supported.</summary>
    ArgumentUnsupported = 74,

    /// <summary>The operation was aborted.</summary>
    OperationAborted = 78,

    /// <summary>Authentication was cancelled: credentials would have been asked for.</summary>
    AuthenticationCancelled = 79,

    /// <summary>The live migration would be unsafe.</summary>
    MigrateUnsafe = 81,

    /// <summary>The operation is not supported for this domain or host.</summary>
    OperationUnsupported = 84,

    /// <summary>The guest agent does not answer.</summary>
    AgentUnresponsive = 86,

    /// <summary>Something needed is in use.</summary>
    ResourceBusy = 87,

    /// <summary>Access control refused.</summary>
    AccessDenied = 88,

    /// <summary>The CPU description is incompatible with the host.</summary>
    CpuIncompatible = 91,

    /// <summary>Authentication is not available (polkit without an agent).</summary>
    AuthenticationUnavailable = 94,
}
