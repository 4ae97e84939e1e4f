namespace ShadowMig.Hosting.Http.Api;

/// <summary>What a caller may do.</summary>
internal enum ApiRole
{
    /// <summary>Read how things stand.</summary>
    Viewer,

    /// <summary>A service of another node: reads what a viewer reads; locks and states between nodes travel through etcd.</summary>
    Peer,

    /// <summary>Read, and act.</summary>
    Operator,
}
