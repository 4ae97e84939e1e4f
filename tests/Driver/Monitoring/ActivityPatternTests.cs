using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Tests.Monitoring;

public sealed class ActivityPatternTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Of_TooFewSamples_IsUnknown() =>
        Assert.That(Of(5, TimeSpan.FromSeconds(1), _ => 100).Kind, Is.EqualTo(ActivityKind.Unknown));

    [Test]
    public void Of_AlwaysTheSame_IsSteadyWithoutVariation()
    {
        ActivityPattern pattern = Of(20, TimeSpan.FromSeconds(1), _ => 100);
        Assert.That((pattern.Kind, pattern.Variation, pattern.Quiet, pattern.Busy), Is.EqualTo((ActivityKind.Steady, 0.0, Size(100), Size(100))));
    }

    [Test]
    public void Of_WritesNothing_IsSteady() => Assert.That(Of(20, TimeSpan.FromSeconds(1), _ => 0).Kind, Is.EqualTo(ActivityKind.Steady));

    [Test]
    public void Of_BurstsOfOneSecond_IsPhasedWithTheirCycle()
    {
        ActivityPattern pattern = Of(20, TimeSpan.FromSeconds(1), i => i % 2 == 0 ? 4 : 200);
        Assert.Multiple(() =>
        {
            Assert.That(pattern.Kind, Is.EqualTo(ActivityKind.Phased));
            Assert.That(pattern.Quiet, Is.EqualTo(Size(4)));
            Assert.That(pattern.Busy, Is.EqualTo(Size(200)));
            Assert.That(pattern.QuietShare, Is.EqualTo(0.5));
            Assert.That(pattern.Variation, Is.EqualTo(1).Within(0.05));
            Assert.That(pattern.Cycle, Is.EqualTo(TimeSpan.FromSeconds(2)));
        });
    }

    [Test]
    public void Of_HalfAMinuteOnAndOff_IsPhasedWithTheirCycle()
    {
        ActivityPattern pattern = Of(60, TimeSpan.FromSeconds(5), i => i * 5 % 60 < 30 ? 300 : 20);
        Assert.That((pattern.Kind, pattern.QuietShare, pattern.Cycle), Is.EqualTo((ActivityKind.Phased, 0.5, TimeSpan.FromSeconds(60))));
    }

    [Test]
    public void Of_PhasesShorterThanTheDistanceOfSamples_IsPhasedWithoutACycle()
    {
        Random random = new(3);
        ActivityPattern pattern = Of(40, TimeSpan.FromSeconds(60), _ => random.NextDouble() < 0.3 ? 300 : 20);
        Assert.That((pattern.Kind, pattern.Cycle), Is.EqualTo((ActivityKind.Phased, (TimeSpan?)null)));
        Assert.That(pattern.QuietShare, Is.EqualTo(0.7).Within(0.2));
    }

    [Test]
    public void Of_OneOutlier_IsSteady()
    {
        ActivityPattern pattern = Of(20, TimeSpan.FromSeconds(1), i => i == 7 ? 900 : 100);
        Assert.That((pattern.Kind, pattern.Busy), Is.EqualTo((ActivityKind.Steady, Size(100))));
    }

    [Test]
    public void Of_SamplingNoiseOnly_IsSteady([Range(1, 25)] int seed, [Values(0.05, 0.3)] double noise)
    {
        Random random = new(seed);
        ActivityPattern pattern = Of(30, TimeSpan.FromSeconds(1), _ => 200 * (1 + (noise * Normal(random))), noise);
        Assert.That(pattern.Kind, Is.EqualTo(ActivityKind.Steady));
    }

    [Test]
    public void Of_PhasesUnderNoise_IsPhased([Range(1, 10)] int seed)
    {
        Random random = new(seed);
        ActivityPattern pattern = Of(30, TimeSpan.FromSeconds(1), i => (i % 10 < 5 ? 50 : 200) * (1 + (0.1 * Normal(random))), 0.1);
        Assert.That((pattern.Kind, pattern.Cycle), Is.EqualTo((ActivityKind.Phased, TimeSpan.FromSeconds(10))));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static ByteCount Size(double mebibytes) => ByteCount.FromMebibytes(mebibytes);

    private static ActivityPattern Of(int count, TimeSpan distance, Func<int, double> mebibytes, double noise = 0.05) => ActivityPattern.Of(
        [.. Enumerable.Range(0, count).Select(i => new ActivitySample(Start + (i * distance), TimeSpan.FromSeconds(1), Size(Math.Max(0, mebibytes(i)))))], noise);
}
