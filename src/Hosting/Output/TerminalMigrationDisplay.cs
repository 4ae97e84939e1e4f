using ShadowMig.Driver.Migration;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>Shows a migration as a progress bar.</summary>
internal sealed class TerminalMigrationDisplay(HumanConsole console, double? predictedBytes) : IMigrationDisplay
{
    private readonly TransferColumn _transfer = new();

    /// <inheritdoc/>
    public Task<MigrationReport> RunAsync(Func<IProgress<MigrationProgress>, Task<MigrationReport>> migration) => console.Terminal
        .Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new PercentageColumn(), _transfer)
        .StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask("starting", maxValue: 1);
            MigrationReport report = await migration(new Relay<MigrationProgress>(p => Show(bar, p)));
            if (report.Result == MigrationResult.Completed)
                bar.Value = 1;
            bar.Description = report.Result.Name();
            bar.StopTask();
            return report;
        });

    /// <inheritdoc/>
    public void Note(string message) => console.Terminal.MarkupLine($"[yellow]{HumanText.Plain(message)}[/]");

    private void Show(ProgressTask bar, MigrationProgress reading)
    {
        TransferEstimate estimate = TransferEstimate.From(reading, predictedBytes);
        bar.Description = HumanText.Plain(ProgressText.Phase(reading));
        bar.Value = Math.Max(bar.Value, Math.Min(ProgressText.MostShown, estimate.Share));
        string transfer = ProgressText.Transfer(reading, estimate);
        if (transfer.Length > 0)
            _transfer.Text = transfer;
    }
}
