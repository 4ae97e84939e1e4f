using System.Globalization;
using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Output;

/// <summary>Shows a migration in plain lines, at most one a second.</summary>
/// <param name="progress">Where lines go; null for none.</param>
/// <param name="notes">Where notes go.</param>
/// <param name="time">The clock.</param>
/// <param name="predictedBytes">What the plan expects to be sent.</param>
internal sealed class LineMigrationDisplay(HumanConsole? progress, TextWriter notes, TimeProvider time, double? predictedBytes) : IMigrationDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long? _last;

    /// <inheritdoc/>
    public Task<MigrationReport> RunAsync(Func<IProgress<MigrationProgress>, Task<MigrationReport>> migration) => migration(new Relay<MigrationProgress>(Show));

    /// <inheritdoc/>
    public void Note(string message) => notes.WriteLine($"shadowmig: {message}");

    private void Show(MigrationProgress reading)
    {
        if (progress is null || (_last is { } last && time.GetElapsedTime(last) < Pause))
            return;
        _last = time.GetTimestamp();
        string transfer = ProgressText.Transfer(reading, TransferEstimate.From(reading, predictedBytes));
        progress.Line(HumanText.Plain(string.Create(
            CultureInfo.InvariantCulture, $"{reading.Elapsed.TotalSeconds,6:0.0} s  {ProgressText.Phase(reading)}{(transfer.Length > 0 ? "  " : "")}{transfer}")));
    }
}
