namespace ShadowMig.Lab.Tests.Support;

/// <summary>
/// Watches a guest's beats on the consoles of two hosts from outside, and keeps the longest silence:
/// what a user of the guest would have seen of a migration.
/// </summary>
internal sealed class BlackoutRecorder : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private long _beats;
    private TimeSpan _longest;

    private BlackoutRecorder(IReadOnlyList<string> consoles) => _watching = WatchAsync(consoles);

    public static BlackoutRecorder Start(string guest, params LabHost[] hosts) =>
        new([.. hosts.Select(h => Path.Combine(h.ConsoleDirectory, guest + ".log"))]);

    /// <summary>Longest silence so far.</summary>
    public TimeSpan Longest => _longest;

    /// <summary>Beats heard.</summary>
    public long Beats => Interlocked.Read(ref _beats);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(IReadOnlyList<string> consoles)
    {
        long[] positions = [.. consoles.Select(c => File.Exists(c) ? new FileInfo(c).Length : 0)];
        long last = TimeProvider.System.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            int heard = 0;
            for (int i = 0; i < consoles.Count; i++)
                heard += CountBeats(consoles[i], ref positions[i]);
            if (heard > 0)
            {
                TimeSpan silence = TimeProvider.System.GetElapsedTime(last);
                if (Beats > 0 && silence > _longest)
                    _longest = silence;
                Interlocked.Add(ref _beats, heard);
                last = TimeProvider.System.GetTimestamp();
            }
            await Task.Delay(Poll);
        }
    }

    private static int CountBeats(string console, ref long position)
    {
        if (!File.Exists(console))
            return 0;
        using var stream = new FileStream(console, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length <= position)
            return 0;
        stream.Position = position;
        using var reader = new StreamReader(stream);
        string text = reader.ReadToEnd();
        position = stream.Position;
        return text.Split("BEAT", StringSplitOptions.None).Length - 1;
    }
}
