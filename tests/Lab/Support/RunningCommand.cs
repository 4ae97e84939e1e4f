using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ShadowMig.Lab.Tests.Support;

/// <summary>A command under way, and what it said so far.</summary>
internal sealed class RunningCommand : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();

    private RunningCommand(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public string Error
    {
        get
        {
            lock (_error)
                return _error.ToString();
        }
    }

    private string CommandLine => $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}";

    public static RunningCommand Start(string file, params string[] arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(file, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            },
        };
        var command = new RunningCommand(process);
        process.OutputDataReceived += (_, line) => Append(command._output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(command._error, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return command;
    }

    public async Task<CommandResult> WaitAsync(TimeSpan bound)
    {
        using var timer = new CancellationTokenSource(bound);
        try
        {
            await _process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"no end within {bound.TotalSeconds} s: {CommandLine}\n{Output}\n{Error}");
        }
        return new CommandResult(CommandLine, _process.ExitCode, Output, Error, TimeProvider.System.GetElapsedTime(_started));
    }

    /// <summary>Sends a signal by name, such as INT.</summary>
    public Task SignalAsync(string signal) =>
        Command.OutputAsync(TimeSpan.FromSeconds(5), "kill", $"-{signal}", $"{_process.Id}");

    public void Dispose()
    {
        try
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It ended by itself meanwhile.
        }
        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
    }
}
