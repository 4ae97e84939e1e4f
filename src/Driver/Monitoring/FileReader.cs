namespace ShadowMig.Driver.Monitoring;

/// <summary>Reads files of this machine.</summary>
internal sealed class FileReader : IFileReader
{
    /// <inheritdoc/>
    public string? ReadOrNull(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
