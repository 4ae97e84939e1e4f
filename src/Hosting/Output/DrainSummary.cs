using System.Globalization;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Commands.Draining;

namespace ShadowMig.Hosting.Output;

/// <summary>What an operator has to know at the end of a drain.</summary>
internal static class DrainSummary
{
    /// <summary>The lines.</summary>
    public static IEnumerable<string> Of(DrainReport report)
    {
        string node = report.Node.Name;
        if ((report.Failure ?? report.Halt) is { } reason)
            yield return $"{reason.Message} ({reason.Code})";
        if (report.Guests.Where(g => g.Result == DrainResult.Unknown).Select(g => $"{g.Domain.Name} (shadowmig history {g.Report?.Id})").ToArray() is { Length: > 0 } unknown)
            yield return $"the drain was stopped: look at both nodes before anything else for {string.Join(", ", unknown)}";
        if (report.Forecasts.Count > 0 && report.Moving > TimeSpan.Zero)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Guests.Count(g => g.Result == DrainResult.Moved)} of {report.Guests.Count} guests moved in {HumanText.Seconds(report.Moving.TotalSeconds)}, predicted {HumanText.Seconds(report.Forecasts.Sum(f => f.Forecast.Total.TotalSeconds))}");
        }

        if (report.ShutOff.Count > 0)
            yield return $"shut-off guests stay defined on {node}: {Names(report.ShutOff)}";
        if (report.Failure is null && End(report) is { } end)
            yield return end;
    }

    private static string? End(DrainReport report)
    {
        string node = report.Node.Name;
        return report switch
        {
            { Left.Count: 0 } => $"{node} runs no guest any more, and stays cordoned: 'shadowmig uncordon {node}' lets it take guests again",
            { Left: { } left } => $"{node} still has {left.Count} active guests, and stays cordoned: {Names(left)}; 'shadowmig drain {node}' goes on",
            { DryRun: true } => report.ExitCode == Commands.ExitCodes.Done ? null : $"not every guest of {node} can be moved",
            { Interrupted: true } => $"broken off; {node} stays cordoned, 'shadowmig drain {node}' goes on",
            _ => $"{node} did not say which guests it still has: look at it before it is switched off",
        };
    }

    private static string Names(IReadOnlyList<DomainIdentity> domains) => string.Join(", ", domains.Select(d => d.Name));
}
