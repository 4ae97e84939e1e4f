namespace ShadowMig.Hosting.Commands;

/// <summary>Reads and shows where things stand, again and again. What cannot be read at one moment is shown as such, and read again at the next.</summary>
/// <param name="time">The clock.</param>
/// <param name="interval">Time between two readings.</param>
/// <param name="read">Reads; throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the journal cannot be read.</param>
/// <param name="show">Shows; throws <see cref="IOException"/> when nobody takes the output any more.</param>
internal sealed class StatusWatch(TimeProvider time, TimeSpan interval, Func<CancellationToken, Task<StatusReading>> read, Action<StatusMoment> show)
{
    /// <summary>Goes on until it is cancelled, or nobody takes the output any more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                show(await ReadAsync(cancellationToken));
                await Task.Delay(interval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The way in which watching ends.
        }
        catch (IOException)
        {
            // The other end of the pipe, or the terminal, is gone.
        }
    }

    private async Task<StatusMoment> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            StatusReading reading = await read(cancellationToken);
            return new(time.GetUtcNow(), reading, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(time.GetUtcNow(), null, e.Message);
        }
    }
}
