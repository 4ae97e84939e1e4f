using ShadowMig.Driver.Detection;

namespace ShadowMig.Driver.Simulation;

/// <summary>
/// When the guest of a host should leave it: as late as possible, but such that the share of time in which the host was
/// overloaded, the migration included, keeps a limit (Beloglazov and Buyya, TPDS 2013, section 3).
/// </summary>
public static class OverloadTime
{
    /// <summary>
    /// The optimal offline algorithm: knowing all that will come, the latest sample at which the limit is kept; 0 if it never is.
    /// </summary>
    public static int LatestWithin(ReadOnlySpan<double> load, OverloadTimeSettings settings)
    {
        int latest = 0;
        int over = 0;
        for (int n = 1; n <= load.Length; n++)
        {
            over += load[n - 1] >= 1 ? 1 : 0;
            if (Share(n, over, settings) <= settings.Limit)
                latest = n;
        }

        return latest;
    }

    /// <summary>The sample at which a detector, which knows only what has been, lets the guest leave; the last if it never does.</summary>
    /// <param name="load">The workload.</param>
    /// <param name="detector">The detector.</param>
    /// <param name="learning">Samples before it is asked.</param>
    public static int LeavesAt(ReadOnlySpan<double> load, IOverloadDetector detector, int learning)
    {
        for (int n = Math.Max(1, learning); n < load.Length; n++)
        {
            if (detector.Judge(new LoadHistory(load[..n], load[n - 1])).Overloaded)
                return n;
        }

        return load.Length;
    }

    /// <summary>The share of time in which the host was overloaded until a sample, the migration included, 0 to 1.</summary>
    public static double Share(ReadOnlySpan<double> load, int samples, OverloadTimeSettings settings)
    {
        int over = 0;
        foreach (double value in load[..samples])
            over += value >= 1 ? 1 : 0;
        return Share(samples, over, settings);
    }

    private static double Share(int samples, int over, OverloadTimeSettings settings) =>
        (settings.MigrationSamples + over) / (settings.MigrationSamples + samples);
}
