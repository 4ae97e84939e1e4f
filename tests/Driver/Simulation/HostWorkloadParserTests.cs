using ShadowMig.Driver.Simulation;

namespace ShadowMig.Driver.Tests.Simulation;

[TestFixture]
public sealed class HostWorkloadParserTests
{
    private const string Headings = "\"Simulation ID\",\"VM ID\",\"Time Frame\",\"CPU Frequency\",\"Utilization\"";

    [Test]
    public void Parse_GuestsOfOneHost_AreSummedByTime()
    {
        IReadOnlyList<HostWorkload> workloads = HostWorkloadParser.Parse([Headings, "4,0,0,3000,0.5", "4,0,1,3000,1", "4,1,0,1500,1", "7,0,0,6000,0.25"], 6000);

        Assert.Multiple(() =>
        {
            Assert.That(workloads.Select(w => w.Id), Is.EqualTo(new[] { 4, 7 }));
            Assert.That(workloads[0].Load.ToArray(), Is.EqualTo(new[] { 0.5, 0.5 }));
            Assert.That(workloads[1].Load.ToArray(), Is.EqualTo(new[] { 0.25 }));
        });
    }

    [TestCase("1,2,3,4", 2, "4 columns")]
    [TestCase("1,2,3,4,5,6", 2, "6 columns")]
    [TestCase("x,0,0,3000,0.5", 2, "no simulation")]
    [TestCase("1,0,-1,3000,0.5", 2, "no time frame")]
    [TestCase("1,0,9999999,3000,0.5", 2, "no time frame")]
    [TestCase("1,0,0,fast,0.5", 2, "no MHz")]
    [TestCase("1,0,0,3000,1.5", 2, "no utilization")]
    public void Parse_WrongLine_NamesItAndWhatIsWrong(string text, int line, string expected)
    {
        TraceFormatException? error = Assert.Throws<TraceFormatException>(() => HostWorkloadParser.Parse([Headings, text], 6000));

        Assert.Multiple(() =>
        {
            Assert.That(error!.Line, Is.EqualTo(line));
            Assert.That(error.Message, Does.Contain(expected));
        });
    }

    [Test]
    public void Parse_HeadingsOnly_IsRefused() => Assert.That(() => HostWorkloadParser.Parse([Headings], 6000), Throws.TypeOf<TraceFormatException>());
}
