using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Simulation;

namespace ShadowMig.Driver.Tests.Simulation;

[TestFixture]
public sealed class OverloadTimeTests
{
    private static readonly OverloadTimeSettings Half = new(0.5);

    [Test]
    public void LatestWithin_LimitBrokenAndKeptAgain_TakesTheLatestMoment()
    {
        // Overloaded 2 of 3, then 2 of 5, then 5 of 8; the migration counts as a tenth of a sample.
        double[] load = [0.5, 1, 1, 0.5, 0.5, 1, 1, 1];

        Assert.That(OverloadTime.LatestWithin(load, Half), Is.EqualTo(5));
    }

    [Test]
    public void LatestWithin_LimitNeverKept_IsZero() => Assert.That(OverloadTime.LatestWithin([1, 1, 1], Half), Is.Zero);

    [Test]
    public void LatestWithin_EveryMomentLookedAt_IsTheBestThereIs()
    {
        Random random = new(3);
        for (int repetition = 0; repetition < 50; repetition++)
        {
            double[] load = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble() * 1.6)];
            int latest = OverloadTime.LatestWithin(load, Half);

            Assert.That(Enumerable.Range(latest + 1, load.Length - latest).Where(n => n <= load.Length && OverloadTime.Share(load, n, Half) <= 0.5), Is.Empty);
        }
    }

    [Test]
    public void Run_RestlessHosts_StrictNeverBreaksTheLimitAndStaysShorterThanTheOptimum()
    {
        Random random = new(4);
        HostWorkload[] workloads = [.. Enumerable.Range(0, 20).Select(i => new HostWorkload(i, Enumerable.Range(0, 200).Select(t => t < 30 ? 0.8 : 0.6 + (0.6 * random.NextDouble())).ToArray()))];

        IReadOnlyList<OverloadTimeResult> results = OverloadTimeComparison.Run(workloads, TimeSpan.FromMinutes(5), 0.2);

        OverloadTimeResult optimum = results[0];
        OverloadTimeResult hopeful = results[1];
        OverloadTimeResult strict = results[2];
        Assert.Multiple(() =>
        {
            Assert.That(optimum.AboveLimit, Is.Zero);
            Assert.That(strict.AboveLimit, Is.Zero);
            Assert.That(strict.RatioOfOptimum, Is.GreaterThan(0.5).And.LessThanOrEqualTo(1));
            Assert.That(hopeful.MeanTime, Is.GreaterThanOrEqualTo(strict.MeanTime));
        });
    }
}
