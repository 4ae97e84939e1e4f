using ShadowMig.Hosting.Page.Plots;

namespace ShadowMig.Hosting.Tests.Page;

public sealed class PlotAxisTests
{
    [TestCase(12, "time, s", 15, "0 5 10 15")]
    [TestCase(0.25, "time, ms", 0.25, "0 50 100 150 200 250")]
    [TestCase(0, "time, s", 1, "0 0.2 0.4 0.6 0.8 1")]
    [TestCase(double.PositiveInfinity, "time, s", 1, "0 0.2 0.4 0.6 0.8 1")]
    public void Seconds_EndsAtARoundNumber(double largest, string name, double max, string labels) => AssertAxis(PlotAxis.Seconds("time", [largest]), name, max, labels);

    [TestCase(300 << 20, "sent, MiB", 300 << 20, "0 100 200 300")]
    [TestCase(1.5 * (1 << 30), "sent, GiB", 1.5 * (1 << 30), "0 0.5 1 1.5")]
    [TestCase(7, "sent, B", 8, "0 2 4 6 8")]
    public void Bytes_HasBinaryUnits(double largest, string name, double max, string labels) => AssertAxis(PlotAxis.Bytes("sent", [1, largest]), name, max, labels);

    [Test]
    public void Seconds_NoValue_StillIsAnAxis() => Assert.That(PlotAxis.Seconds("time", []).Max, Is.EqualTo(1));

    private static void AssertAxis(PlotAxis axis, string name, double max, string labels) => Assert.Multiple(() =>
    {
        Assert.That(axis.Name, Is.EqualTo(name));
        Assert.That(axis.Max, Is.EqualTo(max).Within(1e-9).Percent);
        Assert.That(string.Join(' ', axis.Ticks.Select(t => t.Label)), Is.EqualTo(labels));
    });
}
