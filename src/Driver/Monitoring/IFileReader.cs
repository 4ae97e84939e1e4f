namespace ShadowMig.Driver.Monitoring;

/// <summary>Reads small text files of /proc; the place where tests put the file system aside.</summary>
internal interface IFileReader
{
    /// <summary>The whole file; null when it is missing or cannot be read.</summary>
    string? ReadOrNull(string path);
}
