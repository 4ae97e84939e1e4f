using ShadowMig.Driver.Detection;

namespace ShadowMig.Driver.Tests.Detection;

/// <summary>Verdicts on loads that are written down as numbers, the newest last.</summary>
internal static class Loads
{
    public static OverloadVerdict Judge(this IOverloadDetector detector, params double[] load) => detector.Judge(new LoadHistory(load, load.Length > 0 ? load[^1] : 0));

    public static double[] Steady(double value, int count) => [.. Enumerable.Repeat(value, count)];

    /// <summary>A load that swings around a mean.</summary>
    public static double[] Restless(double mean, double swing, int count) => [.. Enumerable.Range(0, count).Select(i => mean + (swing * Math.Sin(i * 2.3)))];
}
