using System.Text;

namespace ShadowMig.Hosting.Output;

/// <summary>
/// Passes text on, and outlives where it goes: what cannot be written, since a disk is full or a terminal is gone, is left out and
/// remembered. Each line is one call of the writer behind it.
/// </summary>
internal sealed class LastingWriter(TextWriter inner) : TextWriter
{
    private volatile Exception? _failure;

    /// <summary>Why text was left out, for the first time; null when all was written.</summary>
    public string? Failure => _failure?.Message;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => inner.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => inner.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failure ??= e;
        }
    }
}
