using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Planning;

/// <summary>Writes a plan's input as the command that a person would type.</summary>
internal static class CommandLines
{
    /// <summary>The command that migrates with the limits of an input and one that gives.</summary>
    /// <param name="input">The guest, the way and the limits.</param>
    /// <param name="relaxed">The option that takes the place of its namesake.</param>
    public static string Migrate(PlanningInput input, string relaxed)
    {
        string source = input.SourceUri is { } uri ? $" -c {Quote(uri)}" : "";
        string name = relaxed.Split(' ')[0];
        IEnumerable<string> kept = Limits(input.Limits).Where(option => option.Split(' ')[0] != name);
        return string.Join(' ', [$"shadowmig{source} migrate {Quote(input.Observation.Domain.Name)} --to {Quote(input.DestinationUri)}", .. kept, .. Probe(input, name), relaxed]);
    }

    private static IEnumerable<string> Limits(MigrationLimits limits)
    {
        MigrationLimits usual = MigrationLimits.Default;
        if (limits.MaxDowntime != usual.MaxDowntime)
            yield return Invariant($"--max-downtime {limits.MaxDowntime.TotalMilliseconds:0}ms");
        if (limits.MaxTotalTime != usual.MaxTotalTime)
            yield return Invariant($"--max-total-time {limits.MaxTotalTime.TotalSeconds:0.###}s");
        if (limits.Bandwidth is { } bandwidth)
            yield return Invariant($"--bandwidth {bandwidth.MebibytesPerSecond:0}MiB/s");
        if (limits.MaxSlowdown > 0)
            yield return Invariant($"--max-slowdown {limits.MaxSlowdown * 100:0}%");
        if (limits.AllowPostCopy)
            yield return "--allow-post-copy";
        if (limits.Tls is { } tls)
            yield return tls ? "--tls" : "--no-tls";
        if (limits.IgnoreKeepApart)
            yield return "--ignore-keep-apart";
    }

    private static IEnumerable<string> Probe(PlanningInput input, string relaxed) =>
        input.Observation.ZeroPageRatio is not null && relaxed != "--probe" ? ["--probe"] : [];

    private static string Quote(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:+@%=".Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
