namespace ShadowMig.Hosting.Configuration;

/// <summary>How the last attempt to load the configuration ended; the service's start is the first.</summary>
internal sealed class ReloadStatus
{
    private volatile bool _lastSucceeded = true;

    /// <summary>Whether it succeeded.</summary>
    public bool LastSucceeded
    {
        get => _lastSucceeded;
        set => _lastSucceeded = value;
    }
}
