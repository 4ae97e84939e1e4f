namespace ShadowMig.Hosting.Configuration;

/// <summary>Where the service answers HTTP.</summary>
internal sealed class HttpOptions
{
    /// <summary>The address it listens on; status page, metrics and health, without authentication, hence loopback by default.</summary>
    public string Address { get; set; } = "http://127.0.0.1:9753";
}
