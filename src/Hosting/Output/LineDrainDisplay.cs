using ShadowMig.Hosting.Commands.Draining;

namespace ShadowMig.Hosting.Output;

/// <summary>Shows a drain in plain lines: each begin and end, and how far it is at most every five seconds.</summary>
/// <param name="console">Where lines go; null for none.</param>
/// <param name="notes">Where notes go.</param>
/// <param name="time">The clock.</param>
internal sealed class LineDrainDisplay(HumanConsole? console, TextWriter notes, TimeProvider time) : IDrainDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Func<TimeSpan>? _left;
    private int _count;
    private int _over;
    private long _last;

    /// <inheritdoc/>
    public Task<T> StepAsync<T>(Func<IProgress<string>?, Task<T>> work) => console is null ? work(null) : StepDisplay.RunAsync(console, silent: false, work);

    /// <inheritdoc/>
    public Task MoveAsync(DrainWave wave, Func<TimeSpan> left, Func<Task> moving)
    {
        if (console is not null)
            DrainView.WritePlan(console, wave);
        (_left, _count, _over, _last) = (left, wave.Turns.Count, 0, time.GetTimestamp());
        return moving();
    }

    /// <inheritdoc/>
    public void Began(DrainTurn turn) => Line($"{turn.Item.Domain.Name}: moving to {turn.Item.Destination!.Name}");

    /// <inheritdoc/>
    public void Progressed(DrainTurn turn)
    {
        if (time.GetElapsedTime(_last) >= Pause)
            Line($"{turn.Item.Domain.Name}: {DrainText.Progress(turn)}; the whole ends in {DrainText.Left(_left!())}");
    }

    /// <inheritdoc/>
    public void Ended(DrainTurn turn)
    {
        int over = Interlocked.Increment(ref _over);
        Line($"{turn.Item.Domain.Name}: {DrainText.Ended(turn.Item)}; {over} of {_count}, the whole ends in {DrainText.Left(_left!())}");
    }

    /// <inheritdoc/>
    public void Note(string message) => notes.WriteLine($"shadowmig: {message}");

    private void Line(string text)
    {
        lock (_lock)
        {
            _last = time.GetTimestamp();
            console?.Line(HumanText.Plain(text));
        }
    }
}
