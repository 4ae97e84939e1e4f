using System.IO.Compression;
using ShadowMig.Driver.Simulation;

namespace ShadowMig.Hosting.Commands;

/// <summary>Traces as files, packed with gzip or not.</summary>
internal static class TraceFile
{
    /// <summary>Reads a trace.</summary>
    /// <exception cref="UsageException">The file cannot be read or is no trace; the message names file and line.</exception>
    public static UtilizationTrace Read(string path, TimeSpan interval) => Read(path, lines => TraceParser.Parse(lines, interval));

    /// <summary>Reads workloads of single hosts.</summary>
    /// <exception cref="UsageException">The file cannot be read or holds no workloads; the message names file and line.</exception>
    public static IReadOnlyList<HostWorkload> ReadHosts(string path, double hostMegahertz) => Read(path, lines => HostWorkloadParser.Parse(lines, hostMegahertz));

    private static T Read<T>(string path, Func<IEnumerable<string>, T> parse)
    {
        try
        {
            return parse(Lines(path));
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
