using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ShadowMig.Benchmarks.Running;

/// <summary>Reads a guest's consoles on both hosts from its start to its end, and times every line from outside.</summary>
internal sealed class BeatLog : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private readonly Lock _lock = new();
    private readonly List<Beat> _beats = [];
    private string? _fault;

    public BeatLog(IEnumerable<string> consoles) => _watching = WatchAsync([.. consoles.Select(c => new Console(c))]);

    /// <summary>The first line that says that memory went lost; null while there is none.</summary>
    public string? Fault
    {
        get
        {
            lock (_lock)
                return _fault;
        }
    }

    /// <summary>Beats heard since a timestamp, and the last one before it.</summary>
    public IReadOnlyList<Beat> Since(long timestamp)
    {
        lock (_lock)
        {
            int first = _beats.FindLastIndex(b => b.Timestamp <= timestamp);
            return _beats[Math.Max(0, first)..];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(Console[] consoles)
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (Console console in consoles)
            {
                foreach (string line in console.ReadLines())
                    Take(line);
            }
            await Task.Delay(Poll);
        }
        foreach (Console console in consoles)
            console.Dispose();
    }

    private void Take(string line)
    {
        long now = TimeProvider.System.GetTimestamp();
        string[] words = line.Split(' ');
        lock (_lock)
        {
            if (words is ["BEAT", _, var written] && long.TryParse(written, out long pages))
                _beats.Add(new Beat(now, pages));
            else if (words[0] is "LOST" or "PANIC" || line.Contains("Kernel panic", StringComparison.Ordinal))
                _fault ??= line;
        }
    }

    /// <summary>One console, read from the beginning; only whole lines count.</summary>
    private sealed class Console(string path) : IDisposable
    {
        private readonly byte[] _buffer = new byte[16384];
        private readonly StringBuilder _partial = new();
        private SafeFileHandle? _file;
        private long _position;

        public IEnumerable<string> ReadLines()
        {
            if (_file is null)
            {
                if (!File.Exists(path))
                    yield break;
                _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }
            int read;
            while ((read = RandomAccess.Read(_file, _buffer, _position)) > 0)
            {
                _position += read;
                _partial.Append(Encoding.ASCII.GetString(_buffer, 0, read));
            }
            if (_partial.Length == 0)
                yield break;
            string text = _partial.ToString();
            int end = text.LastIndexOf('\n');
            if (end < 0)
                yield break;
            _partial.Clear().Append(text, end + 1, text.Length - end - 1);
            foreach (string line in text[..end].Split('\n'))
                yield return line.TrimEnd('\r');
        }

        public void Dispose() => _file?.Dispose();
    }
}
