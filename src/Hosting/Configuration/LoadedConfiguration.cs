namespace ShadowMig.Hosting.Configuration;

/// <summary>Values that were read and checked, and that others may take the place of while the service runs.</summary>
internal sealed class LoadedConfiguration : ConfigurationProvider, IConfigurationSource
{
    /// <summary>Values to begin with.</summary>
    public LoadedConfiguration(IReadOnlyDictionary<string, string?> values) => Data = new Dictionary<string, string?>(values, StringComparer.OrdinalIgnoreCase);

    /// <summary>Replaces all values at once, and tells who reads them; if one of those throws, the old values stay.</summary>
    public void Replace(IReadOnlyDictionary<string, string?> values)
    {
        IDictionary<string, string?> before = Data;
        try
        {
            Data = new Dictionary<string, string?>(values, StringComparer.OrdinalIgnoreCase);
            OnReload();
        }
        catch
        {
            Data = before;
            OnReload();
            throw;
        }
    }

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
}
