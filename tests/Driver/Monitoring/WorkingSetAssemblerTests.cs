using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Tests.Monitoring;

public sealed class WorkingSetAssemblerTests
{
    [Test]
    public void Assemble_LongerPeriodReadLess_KeepsTheMaximum() =>
        Assert.That(Assemble((1, 314), (2, 398), (4, 384)), Is.EqualTo(new[] { (1.0, 314.0), (2, 398), (4, 398) }));

    [Test]
    public void Assemble_Unordered_OrdersByPeriod() =>
        Assert.That(Assemble((4, 30), (0.25, 10), (1, 20)), Is.EqualTo(new[] { (0.25, 10.0), (1, 20), (4, 30) }));

    [Test]
    public void Assemble_SamePeriodTwice_Averages() => Assert.That(Assemble((1, 100), (1, 200)), Is.EqualTo(new[] { (1.0, 150.0) }));

    [Test]
    public void Assemble_AboveMemory_IsClamped() => Assert.That(Assemble((1, 900), (4, 2000)), Is.EqualTo(new[] { (1.0, 900.0), (4, 1024) }));

    [Test]
    public void Assemble_Nothing_IsEmpty() => Assert.That(Assemble(), Is.Empty);

    private static (double Seconds, double Mebibytes)[] Assemble(params (double Seconds, double Mebibytes)[] points) =>
        [.. WorkingSetAssembler
            .Assemble(points.Select(p => new WorkingSetPoint(TimeSpan.FromSeconds(p.Seconds), ByteCount.FromMebibytes(p.Mebibytes))), ByteCount.FromMebibytes(1024))
            .Select(p => (p.Period.TotalSeconds, p.Distinct.Mebibytes))];
}
