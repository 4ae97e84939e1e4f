using System.Globalization;
using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Output;

/// <summary>A migration in flight in one line.</summary>
internal static class ProgressText
{
    /// <summary>The largest share that is shown of a migration that is not over.</summary>
    public const double MostShown = 0.99;

    private const int BarWidth = 30;

    /// <summary>A bar and the share done; below 100 % until the migration is over.</summary>
    public static string Bar(TransferEstimate estimate)
    {
        double share = Math.Min(MostShown, estimate.Share);
        return string.Create(CultureInfo.InvariantCulture, $"{HumanText.Bar(share, BarWidth).PadRight(BarWidth, '░')} {share * 100,3:0} %");
    }

    /// <summary>Phase and round.</summary>
    public static string Phase(MigrationProgress progress) =>
        progress is { Phase: MigrationPhase.IterativePreCopy, Iteration: { } round }
            ? string.Create(CultureInfo.InvariantCulture, $"{progress.Phase.Name()} round {round}")
            : progress.Phase.Name();

    /// <summary>Rate, what is left, time to go; what is unknown is left out.</summary>
    public static string Transfer(MigrationProgress progress, TransferEstimate estimate)
    {
        List<string> parts = [];
        if (progress.MemoryProcessed is not null)
            parts.Add($"sent {HumanText.RoughSize(progress.MemoryProcessed)}");
        if (progress.Phase > MigrationPhase.StopAndCopy)
            return string.Join(", ", parts);
        if (progress.MemoryRemaining is not null)
            parts.Add($"left {HumanText.RoughSize(progress.MemoryRemaining)}");
        if (progress.Rate is not null)
            parts.Add(HumanText.Rate(progress.Rate));
        if (estimate.Remaining is { } remaining && remaining > TimeSpan.Zero)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"ETA {remaining.TotalSeconds:0} s"));
        return string.Join(", ", parts);
    }
}
