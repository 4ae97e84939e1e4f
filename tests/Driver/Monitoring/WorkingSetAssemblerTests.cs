using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Tests.Monitoring;

public sealed class WorkingSetAssemblerTests
{
    [Test]
    public void Assemble_OneReadingTooHigh_IsDrawnToItsNeighbour()
    {
        (double Seconds, double Mebibytes)[] curve = Assemble((1, 314, 20), (2, 398, 20), (4, 384, 20));
        Assert.That(curve[0].Mebibytes, Is.EqualTo(314));
        Assert.That(curve[1].Mebibytes, Is.EqualTo(391).Within(0.2));
        Assert.That(curve[2].Mebibytes, Is.EqualTo(curve[1].Mebibytes));
    }

    [Test]
    public void Assemble_NoisyHighReadingFirst_HardlyLiftsTheExactOnes()
    {
        (double Seconds, double Mebibytes)[] curve = Assemble((0.25, 600, 200), (1, 300, 3), (2, 310, 3));
        Assert.That(curve.Select(p => p.Mebibytes), Is.EqualTo(new[] { 300.0, 300, 310 }).Within(1));
    }

    [Test]
    public void Assemble_Unordered_OrdersByPeriod() =>
        Assert.That(Assemble((4, 30, 1), (0.25, 10, 1), (1, 20, 1)), Is.EqualTo(new[] { (0.25, 10.0), (1, 20), (4, 30) }));

    [Test]
    public void Assemble_SamePeriodTwice_Averages() => Assert.That(Assemble((1, 100, 10), (1, 100, 10)), Is.EqualTo(new[] { (1.0, 100.0) }));

    [Test]
    public void Assemble_NearlyTheSamePeriod_IsOnePoint() => Assert.That(Assemble((1.004, 100, 10), (1, 100, 10)), Is.EqualTo(new[] { (1.002, 100.0) }));

    [Test]
    public void Assemble_LowCountOfTheSameSample_WeighsNoMoreThanTheHighOne()
    {
        // Two counts of 4 and 16 pages, 1 MiB each: their errors are 2 and 4, their mean is 10 all the same.
        Assert.That(Assemble((1, 4, 2), (1, 16, 4)), Is.EqualTo(new[] { (1.0, 10.0) }));
    }

    [Test]
    public void Assemble_TwoReadingsThatAgree_AreSurerThanOne() =>
        Assert.That(Points((1, 100, 10), (1, 100, 10))[0].RelativeError, Is.EqualTo(0.1 / Math.Sqrt(2)).Within(1e-6));

    [Test]
    public void Assemble_TwoReadingsFarApart_AreLessSureThanTheySay() =>
        Assert.That(Points((1, 60, 5), (1, 140, 5))[0].RelativeError, Is.GreaterThan(0.3));

    [Test]
    public void Assemble_PooledPoints_AreAsSureAsTheBestOfThem()
    {
        IReadOnlyList<WorkingSetPoint> curve = Points((1, 100, 10), (2, 100, 5), (4, 99.99, 10));
        Assert.That(curve[1].RelativeError, Is.EqualTo(0.05).Within(0.001));
        Assert.That(curve[2].RelativeError, Is.EqualTo(0.05).Within(0.001));
    }

    [TestCase(true, 100.0)]
    [TestCase(false, 91.8)]
    public void Assemble_CountedAndCompared_WritesThatWereCountedStand(bool countsWrites, double atOneSecond)
    {
        WorkingSetReading[] compared = [Reading(0.25, 5, 5), Reading(1, 10, 5)];

        IReadOnlyList<WorkingSetPoint> curve = WorkingSetAssembler.Assemble([Reading(1, 100, 5)], compared, countsWrites, ByteCount.FromMebibytes(1024));

        Assert.That(curve.Select(p => p.Period.TotalSeconds), Is.EqualTo(new[] { 0.25, 1 }));
        Assert.That(curve[1].Distinct.Mebibytes, Is.EqualTo(atOneSecond).Within(0.5));

        static WorkingSetReading Reading(double seconds, double mebibytes, double error) =>
            new(TimeSpan.FromSeconds(seconds), mebibytes * (1 << 20), error * (1 << 20));
    }

    [Test]
    public void Assemble_AboveMemory_IsClamped() =>
        Assert.That(Assemble((1, 900, 1), (4, 2000, 1)), Is.EqualTo(new[] { (1.0, 900.0), (4, 1024) }));

    [Test]
    public void Assemble_NothingWritten_IsZeroWithTheErrorOfItsReading()
    {
        WorkingSetPoint point = Points((1, 0, 7))[0];
        Assert.That((point.Distinct, point.Error, point.RelativeError), Is.EqualTo((ByteCount.Zero, ByteCount.FromMebibytes(7), (double?)null)));
    }

    [Test]
    public void Assemble_Nothing_IsEmpty() => Assert.That(Assemble(), Is.Empty);

    [Test]
    public void Assemble_NoisyCurve_IsCloserToTheTruthThanARunningMaximum()
    {
        Random random = new(7);
        double fitted = 0, maximum = 0;
        for (int run = 0; run < 300; run++)
        {
            (double Seconds, double Mebibytes, double Error)[] readings = [.. new[] { 0.25, 1, 1, 2, 4, 4, 8 }.Select(t => (t, 400 + (30 * Normal(random)), 30.0))];
            fitted += Assemble(readings).Average(p => Math.Abs(p.Mebibytes - 400));
            double most = 0;
            maximum += readings.Average(r => Math.Abs((most = Math.Max(most, r.Mebibytes)) - 400));
        }

        Assert.That(fitted, Is.LessThan(0.6 * maximum));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static (double Seconds, double Mebibytes)[] Assemble(params (double Seconds, double Mebibytes, double Error)[] points) =>
        [.. Points(points).Select(p => (p.Period.TotalSeconds, p.Distinct.Mebibytes))];

    private static IReadOnlyList<WorkingSetPoint> Points(params (double Seconds, double Mebibytes, double Error)[] points) => WorkingSetAssembler.Assemble(
        points.Select(p => new WorkingSetReading(TimeSpan.FromSeconds(p.Seconds), p.Mebibytes * (1 << 20), p.Error * (1 << 20))), ByteCount.FromMebibytes(1024));
}
