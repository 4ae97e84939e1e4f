using System.IO.Compression;
using ShadowMig.Driver.Simulation;

namespace ShadowMig.Hosting.Commands;

/// <summary>Traces as files, packed with gzip or not.</summary>
internal static class TraceFile
{
    /// <summary>Reads a trace.</summary>
    /// <exception cref="UsageException">The file cannot be read or is no trace; the message names file and line.</exception>
    public static UtilizationTrace Read(string path, TimeSpan interval)
    {
        try
        {
            return TraceParser.Parse(Lines(path), interval);
        }
        catch (TraceFormatException e)
        {
            throw new UsageException($"{path}:{e.Line}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UsageException($"{path}: {e.Message}");
        }
    }

    private static IEnumerable<string> Lines(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(content);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
