using System.Xml.Linq;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Hosting.Page.Plots;
using ShadowMig.Hosting.Page.Sections;

namespace ShadowMig.Hosting.Tests.Page;

public sealed class PlotTests
{
    [Test]
    public void Rounds_Running_DrawsPredictionAndRoundsAndNow()
    {
        XElement plots = MarkupReader.Read(RoundsPlot.Draw("m1", TransferTrack.Of(PageSamples.Running)));
        XElement sent = plots.Descendants("svg").First();
        Assert.Multiple(() =>
        {
            Assert.That(plots.Descendants("svg").Count(), Is.EqualTo(2));
            Assert.That(Marks(sent, "predicted", "circle"), Is.EqualTo(3 + 1), "three rounds and the legend");
            Assert.That(Marks(sent, "actual", "rect"), Is.EqualTo(2 + 1));
            Assert.That(Marks(sent, "current", "path"), Is.EqualTo(1 + 1));
            Assert.That(sent.Descendants("rect").Count(r => (string?)r.Attribute("class") == "expected"), Is.EqualTo(1 + 1));
            Assert.That(sent.Element("desc")!.Value, Does.StartWith("2 rounds are over, 985 MiB sent in 10.6 s."));
        });
    }

    [Test]
    public void Rounds_OneRound_HasAMarkAndNoLine()
    {
        TransferTrack track = TransferTrack.Of(PageSamples.Running with { Plan = null, Progress = Samples.Progress with { Rounds = [PageSamples.Rounds[0]] } });
        XElement left = MarkupReader.Read(RoundsPlot.Draw("m1", track)).Descendants("svg").Last();
        XElement series = left.Elements("g").First(g => (string?)g.Attribute("class") == "actual");
        Assert.That((series.Elements("path").Count(), series.Elements("rect").Count()), Is.EqualTo((0, 1)));
    }

    [Test]
    public void Rounds_NothingKnown_SaysSo() => Assert.That(
        RoundsPlot.Draw("m1", TransferTrack.Of(Samples.Running with { Plan = null, Progress = null })).ToString(), Does.Contain("no rounds of this migration"));

    [Test]
    public void Rounds_PredictionWithoutEnd_IsDrawnWithoutOne()
    {
        Estimate endless = new(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
        MigrationPrediction prediction = PageSamples.Prediction with { TotalSeconds = endless, TransferBytes = endless };
        XElement plots = MarkupReader.Read(RoundsPlot.Draw("m1", Track(prediction)));
        Assert.That(plots.ToString(), Does.Not.Contain("expected").And.Not.Contain("NaN").And.Not.Contain("∞").And.Not.Contain("Infinity"));
    }

    [Test]
    public void Rounds_WorstCaseWithoutEnd_KeepsTheScale()
    {
        MigrationPrediction prediction = PageSamples.Prediction with { TotalSeconds = new(10, 11, double.PositiveInfinity), TransferBytes = new(9e8, 1e9, double.PositiveInfinity) };
        XElement plots = MarkupReader.Read(RoundsPlot.Draw("m1", Track(prediction)));
        Assert.That(plots.ToString(), Does.Contain("expected").And.Not.Contain("NaN").And.Not.Contain("∞"));
        Assert.That(plots.Descendants("text").Select(t => t.Value), Does.Contain("40"), "three times the middle case, rounded up");
    }

    [Test]
    public void Rounds_Hundreds_AreALineWithoutMarks()
    {
        PredictedRound[] many = [.. Enumerable.Repeat(new PredictedRound(new(1000), TimeSpan.FromSeconds(1), new(900)), 300)];
        XElement plots = MarkupReader.Read(RoundsPlot.Draw("m1", Track(PageSamples.Prediction with { Rounds = many })));
        Assert.That(Marks(plots.Descendants("svg").First(), "predicted", "circle"), Is.EqualTo(1), "the legend only");
    }

    [Test]
    public void WorkingSet_HasPointsTheirErrorsACurveAndATable()
    {
        XElement plot = MarkupReader.Read(WorkingSetPlot.Draw("w", PageSamples.Plan.Observation!));
        Assert.Multiple(() =>
        {
            Assert.That(Marks(plot, "actual", "rect"), Is.EqualTo(5 + 1));
            Assert.That(plot.Descendants("path").Count(p => (string?)p.Attribute("class") == "error"), Is.EqualTo(5));
            Assert.That(plot.Descendants("tbody").Single().Elements("tr").Count(), Is.EqualTo(5));
        });
    }

    [Test]
    public void WorkingSet_OnePoint_IsDrawn()
    {
        GuestObservation one = Samples.Observation with { WorkingSet = [Samples.Observation.WorkingSet[0]] };
        Assert.That(Marks(MarkupReader.Read(WorkingSetPlot.Draw("w", one)), "actual", "rect"), Is.EqualTo(1 + 1));
    }

    [Test]
    public void WorkingSet_NothingWritten_IsDrawn()
    {
        GuestObservation idle = Samples.Observation with { WorkingSet = [new(TimeSpan.FromSeconds(1), ByteCount.Zero)] };
        Assert.That(WorkingSetPlot.Draw("w", idle).ToString(), Does.Contain("<svg").And.Not.Contain("NaN"));
    }

    [Test]
    public void WorkingSet_NotMeasured_SaysSo() =>
        Assert.That(WorkingSetPlot.Draw("w", Samples.Observation with { WorkingSet = [] }).ToString(), Does.Contain("No working set of web was measured"));

    [Test]
    public void Table_ManyRounds_ShowsTheFirstAndTheLast()
    {
        TransferRound[] rounds = [.. Enumerable.Range(1, 128).Select(i => new TransferRound(TimeSpan.FromSeconds(i), new(1), new(1)))];
        XElement table = MarkupReader.Read(RoundsTable.Render(TransferTrack.Of(PageSamples.Running with { Progress = Samples.Progress with { Rounds = rounds } })));
        string[] names = [.. table.Descendants("tbody").Single().Elements("tr").Select(r => r.Element("th")!.Value)];
        Assert.That(names, Has.Length.EqualTo(21));
        Assert.That((names[9], names[10], names[11], names[^1]), Is.EqualTo(("10", "…", "last − 9", "last")));
    }

    [Test]
    public void Table_Rounds_PutsPredictedBesideWhatWas()
    {
        XElement table = MarkupReader.Read(RoundsTable.Render(TransferTrack.Of(PageSamples.Running)));
        string[] first = [.. table.Descendants("tbody").Single().Elements("tr").First().Elements().Select(c => c.Value)];
        Assert.That(first, Is.EqualTo(new[] { "1", "8 s", "8.3 s", "800 MiB", "810 MiB", "160 MiB", "170 MiB" }));
    }

    private static TransferTrack Track(MigrationPrediction prediction) =>
        TransferTrack.Of(PageSamples.Running with { Plan = PageSamples.Plan with { Chosen = PageSamples.Plan.Chosen! with { Prediction = prediction } } });

    private static int Marks(XElement plot, string series, string shape) =>
        plot.Descendants("g").Where(g => (string?)g.Attribute("class") == series).SelectMany(g => g.Elements(shape)).Count(m => (string?)m.Attribute("class") == "mark");
}
