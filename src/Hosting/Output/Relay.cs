namespace ShadowMig.Hosting.Output;

/// <summary>Passes progress on at once and in order, on the thread that reports it.</summary>
internal sealed class Relay<T>(Action<T> handler) : IProgress<T>
{
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public void Report(T value)
    {
        lock (_lock)
            handler(value);
    }
}
