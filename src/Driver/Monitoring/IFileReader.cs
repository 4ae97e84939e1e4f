namespace ShadowMig.Driver.Monitoring;

/// <summary>Reads small text files of /proc and /sys; the place where tests put the file system aside.</summary>
internal interface IFileReader
{
    /// <summary>The whole file; null when it is missing or cannot be read.</summary>
    string? ReadOrNull(string path);

    /// <summary>Names of what is in a folder; none when it is missing or cannot be read.</summary>
    IEnumerable<string> List(string folder);

    /// <summary>When the file was last written to; null when it is missing or cannot be looked at.</summary>
    DateTimeOffset? ChangedAt(string path);
}
