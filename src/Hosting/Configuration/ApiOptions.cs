namespace ShadowMig.Hosting.Configuration;

/// <summary>Where the service takes requests that change something, and from whom. Without a socket and an address it takes none.</summary>
internal sealed class ApiOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Api";

    /// <summary>Absolute path of the Unix socket; null for none.</summary>
    public string? Socket { get; set; }

    /// <summary>Name or number of the group that may use the socket besides root and the service's own user; null for none.</summary>
    public string? Group { get; set; }

    /// <summary>Address for mutual TLS, https only; null for none.</summary>
    public string? Address { get; set; }

    /// <summary>The server's certificate, PEM.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>Its key, PEM.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The only authority whose client certificates are taken, PEM.</summary>
    public string? ClientCaFile { get; set; }

    /// <summary>Common name of a client's certificate → operator, viewer or peer.</summary>
    public Dictionary<string, string> Roles { get; } = [];

    /// <summary>Requests of one caller a minute; as many may come at once after a pause.</summary>
    public int RequestsPerMinute { get; set; } = 60;
}
