using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Tests.Planning;

[TestFixture]
public sealed class WorkingSetFitTests
{
    private static readonly ByteCount Ceiling = ByteCount.FromMebibytes(4096);

    [TestCase(400, 0.5, 0)]
    [TestCase(64, 2, 0)]
    [TestCase(200, 1, 10)]
    [TestCase(0, 1, 50)]
    public void Fit_PointsOfAKnownCurve_PredictsBetweenAndBeyond(double saturatingMebibytes, double timeConstant, double streamingMebibytes)
    {
        var truth = new WorkingSetCurve(saturatingMebibytes * (1 << 20), timeConstant, streamingMebibytes * (1 << 20), Ceiling.Value);
        WorkingSetPoint[] points = [.. new[] { 0.5, 1, 2, 4 }.Select(t => new WorkingSetPoint(TimeSpan.FromSeconds(t), new((long)truth.At(t))))];

        WorkingSetFit fit = WorkingSetFit.Fit(points, Ceiling);

        foreach (double t in new[] { 0.25, 0.75, 3, 8 })
            Assert.That(fit.Curve.At(t), Is.EqualTo(truth.At(t)).Within(8).Percent, $"W({t} s)");
        Assert.That(fit.RelativeResidual, Is.LessThan(0.03));
    }

    [Test]
    public void Fit_AFewHitsFarBelowExactPoints_DoNotUnsettleThem()
    {
        static WorkingSetPoint Point(double seconds, double mebibytes, double relativeError) =>
            PlanningInputs.Point(seconds, mebibytes) with { Error = ByteCount.FromMebibytes(relativeError * mebibytes) };
        WorkingSetFit fit = WorkingSetFit.Fit([Point(0.25, 2, 1), Point(1, 75, 0.02), Point(2, 75, 0.02), Point(4, 75, 0.02)], Ceiling);
        Assert.That(fit.Curve.At(3) / (1 << 20), Is.EqualTo(75).Within(5).Percent);
        Assert.That(fit.RelativeResidual, Is.LessThan(0.15), "one that is off by twenty times its value knows little itself");
    }

    [Test]
    public void Fit_AnyPoints_NeverFallsAndNeverBendsUp([Random(1, 1000, 20)] int seed)
    {
        var random = new Random(seed);
        WorkingSetPoint[] points = [.. new[] { 1, 2, 4 }.Select(t => PlanningInputs.Point(t, random.Next(0, 5000)))];

        WorkingSetCurve curve = WorkingSetFit.Fit(points, Ceiling).Curve;

        double[] values = [.. Enumerable.Range(0, 100).Select(i => curve.At(i * 0.2))];
        for (int i = 1; i < values.Length; i++)
            Assert.That(values[i], Is.InRange(values[i - 1] - 1e-6, Ceiling.Value));
        for (int i = 2; i < values.Length; i++)
            Assert.That(values[i] - values[i - 1], Is.LessThanOrEqualTo(values[i - 1] - values[i - 2] + 1e-3));
    }

    [Test]
    public void Fit_NothingWritten_IsFlatZero()
    {
        WorkingSetFit fit = WorkingSetFit.Fit([PlanningInputs.Point(1, 0), PlanningInputs.Point(4, 0)], Ceiling);

        Assert.That(fit.Curve.At(100), Is.Zero);
    }

    [Test]
    public void Fit_PointsThatContradictTheShape_LiesBetweenThem()
    {
        WorkingSetPoint[] points = [Exact(1, 80), Exact(2, 237), Exact(4, 398)];

        double atOne = WorkingSetFit.Fit(points, ByteCount.FromMebibytes(512)).Curve.At(1) / (1 << 20);

        Assert.That(atOne, Is.InRange(85, 115));

        static WorkingSetPoint Exact(double seconds, double mebibytes) => PlanningInputs.Point(seconds, mebibytes) with { Error = ByteCount.FromMebibytes(0.02 * mebibytes) };
    }

    [Test]
    public void Fit_OnePoint_PassesThroughIt()
    {
        WorkingSetFit fit = WorkingSetFit.Fit([PlanningInputs.Point(2, 100)], Ceiling);

        Assert.That(fit.Curve.At(2), Is.EqualTo(100.0 * (1 << 20)).Within(1).Percent);
    }
}
