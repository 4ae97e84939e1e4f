using System.Runtime.InteropServices;

namespace ShadowMig.Hosting.Output;

/// <summary>
/// Draws over what it drew before, on the terminal's second screen and without a cursor. Whatever ends or stops the process, short of a
/// kill, brings the first screen and the cursor back.
/// </summary>
internal sealed class TerminalScreen : IDisposable
{
    // https://invisible-island.net/xterm/ctlseqs/ctlseqs.html: the second screen and the cursor; at the end also the keypad, which .NET
    // switches when it is asked for the terminal's size, and leaves so.
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Exit = "\e[?1l\e>\e[?25h\e[?1049l";

    private static readonly PosixSignal[] Ends = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private readonly Lock _lock = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly TextWriter _writer;
    private readonly Func<(int Width, int Height)> _size;
    private Action<HumanConsole>? _content;
    private bool _isOn;
    private bool _isOver;

    /// <summary>Takes the terminal.</summary>
    /// <param name="writer">The terminal.</param>
    /// <param name="size">Its columns and lines at this moment; 0 where it does not know.</param>
    /// <param name="catchSignals">Whether to listen to signals.</param>
    public TerminalScreen(TextWriter writer, Func<(int Width, int Height)> size, bool catchSignals)
    {
        (_writer, _size) = (writer, size);
        Resume();
        if (!catchSignals || OperatingSystem.IsWindows())
            return;
        foreach (PosixSignal signal in Ends)
            On(signal, Leave);
        On(PosixSignal.SIGTSTP, Suspend);
        On(PosixSignal.SIGCONT, Resume);
        On(PosixSignal.SIGWINCH, Redraw);
    }

    /// <summary>Draws; nothing while the screen is left.</summary>
    /// <exception cref="IOException">The terminal is gone.</exception>
    public void Show(Action<HumanConsole> content)
    {
        lock (_lock)
        {
            _content = content;
            Redraw();
        }
    }

    /// <summary>Draws the same once more, in the size that the terminal has now.</summary>
    public void Redraw()
    {
        lock (_lock)
        {
            if (!_isOn || _content is null)
                return;
            (int width, int height) = _size();
            Write(TerminalFrame.Draw(_content, width, height));
        }
    }

    /// <summary>Gives the terminal back for a while.</summary>
    public void Suspend()
    {
        lock (_lock)
        {
            if (_isOn)
                Write(Exit);
            _isOn = false;
        }
    }

    /// <summary>Takes the terminal again.</summary>
    public void Resume()
    {
        lock (_lock)
        {
            if (_isOver)
                return;
            if (!_isOn)
                Write(Enter);
            _isOn = true;
            Redraw();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        Quietly(Leave);
    }

    private void Leave()
    {
        lock (_lock)
        {
            _isOver = true;
            Suspend();
        }
    }

    private void Write(string text)
    {
        _writer.Write(text);
        _writer.Flush();
    }

    private void On(PosixSignal signal, Action action) => _registrations.Add(PosixSignalRegistration.Create(signal, _ => Quietly(action)));

    // Where the terminal is gone there is nothing to give back.
    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (IOException)
        {
        }
    }
}
