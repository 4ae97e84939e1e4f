using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster;

/// <summary>How etcd is reached; configuration section <c>Coordination:Etcd</c>.</summary>
public sealed class EtcdOptions
{
    /// <summary>Addresses of its members, all <c>http</c> or all <c>https</c>; each is tried in turn.</summary>
    public IList<string> Endpoints { get; } = [];

    /// <summary>What all keys begin with; fleets that share one etcd have different ones.</summary>
    public string Prefix { get; set; } = "/shadowmig/";

    /// <summary>PEM file of the authority that signed the members' certificates; null for those that the system trusts.</summary>
    public string? CaFile { get; set; }

    /// <summary>PEM file of this client's certificate.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>PEM file of the certificate's key.</summary>
    public string? KeyFile { get; set; }

    /// <summary>User name, where etcd asks for one.</summary>
    public string? User { get; set; }

    /// <summary>File that holds the user's password, in its first line.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>How long one member may take for an answer.</summary>
    [PositiveTime]
    public TimeSpan CallBound { get; set; } = TimeSpan.FromSeconds(2);
}
