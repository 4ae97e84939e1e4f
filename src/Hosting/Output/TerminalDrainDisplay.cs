using System.Collections.Concurrent;
using ShadowMig.Hosting.Commands.Draining;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>Shows a drain as bars: one for the whole, one for each guest whose turn has come.</summary>
internal sealed class TerminalDrainDisplay(HumanConsole console) : IDrainDisplay
{
    private readonly ConcurrentDictionary<DrainTurn, ProgressTask> _bars = [];
    private ProgressContext? _context;
    private ProgressTask? _whole;
    private Func<TimeSpan>? _left;

    /// <inheritdoc/>
    public Task<T> StepAsync<T>(Func<IProgress<string>?, Task<T>> work) => StepDisplay.RunAsync(console, silent: false, work);

    /// <inheritdoc/>
    public Task MoveAsync(DrainWave wave, Func<TimeSpan> left, Func<Task> moving)
    {
        DrainView.WritePlan(console, wave);
        return console.Terminal
            .Progress()
            .Columns(new ProgressBarColumn { Width = 20 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                (_context, _left) = (context, left);
                _whole = context.AddTask("starting", maxValue: wave.Turns.Count);
                ShowWhole();
                await moving();
                _whole.StopTask();
            });
    }

    /// <inheritdoc/>
    public void Began(DrainTurn turn)
    {
        _bars[turn] = _context!.AddTask("starting", maxValue: 1);
        Progressed(turn);
    }

    /// <inheritdoc/>
    public void Progressed(DrainTurn turn)
    {
        if (!_bars.TryGetValue(turn, out ProgressTask? bar))
            return;
        if (turn.Progress is { } reading)
            bar.Value = Math.Max(bar.Value, Math.Min(ProgressText.MostShown, TransferEstimate.From(reading, turn.Move.Bytes).Share));
        bar.Description = HumanText.Plain($"{turn.Item.Domain.Name} to {turn.Item.Destination!.Name}: {DrainText.Progress(turn)}");
        ShowWhole();
    }

    /// <inheritdoc/>
    public void Ended(DrainTurn turn)
    {
        if (_bars.TryGetValue(turn, out ProgressTask? bar))
        {
            if (turn.Item.Result == DrainResult.Moved)
                bar.Value = 1;
            bar.Description = HumanText.Plain($"{turn.Item.Domain.Name}: {DrainText.Ended(turn.Item)}");
            bar.StopTask();
        }

        _whole!.Increment(1);
        ShowWhole();
    }

    /// <inheritdoc/>
    public void Note(string message) => console.Terminal.MarkupLine($"[yellow]{HumanText.Plain(message)}[/]");

    private void ShowWhole() => _whole!.Description = $"[bold]the whole[/]: {_whole.Value:0} of {_whole.MaxValue:0}, ends in {DrainText.Left(_left!())}";
}
