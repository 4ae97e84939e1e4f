namespace ShadowMig.Benchmarks.Running;

/// <summary>What beats say of a time. Pure.</summary>
internal static class BeatMath
{
    /// <summary>Longest silence in a list of beats; null below two.</summary>
    public static TimeSpan? LongestSilence(IReadOnlyList<Beat> beats)
    {
        if (beats.Count < 2)
            return null;
        long longest = 0;
        for (int i = 1; i < beats.Count; i++)
            longest = Math.Max(longest, beats[i].Timestamp - beats[i - 1].Timestamp);
        return TimeProvider.System.GetElapsedTime(0, longest);
    }

    /// <summary>Pages written a second between the first beat at or after one time and the first at or after another.</summary>
    public static double? PagesPerSecond(IReadOnlyList<Beat> beats, long from, long to)
    {
        Beat? first = null, last = null;
        foreach (Beat beat in beats)
        {
            if (beat.Timestamp >= from)
                first ??= beat;
            last = beat;
            if (beat.Timestamp >= to)
                break;
        }
        if (first is not { } begin || last is not { } end || end.Timestamp <= begin.Timestamp)
            return null;
        return (end.PagesWritten - begin.PagesWritten) / TimeProvider.System.GetElapsedTime(begin.Timestamp, end.Timestamp).TotalSeconds;
    }
}
