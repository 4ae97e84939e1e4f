namespace ShadowMig.Hosting.Configuration;

/// <summary>How the last attempts to load the configuration and the API's certificates ended; the service's start is the first.</summary>
internal sealed class ReloadStatus
{
    private volatile bool _lastSucceeded = true;
    private volatile bool _certificatesSucceeded = true;

    /// <summary>Whether the configuration's succeeded.</summary>
    public bool LastSucceeded
    {
        get => _lastSucceeded;
        set => _lastSucceeded = value;
    }

    /// <summary>Whether the certificates' succeeded.</summary>
    public bool CertificatesSucceeded
    {
        get => _certificatesSucceeded;
        set => _certificatesSucceeded = value;
    }
}
