using ShadowMig.Driver.Simulation;

namespace ShadowMig.Driver.Tests.Simulation;

[TestFixture]
public sealed class TraceParserTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Test]
    public void Parse_LinesOfPerCent_GivesMachinesInTheirOrder()
    {
        UtilizationTrace trace = TraceParser.Parse(["# two machines", "10,20,100", "0, 5.5,3"], Interval);

        Assert.Multiple(() =>
        {
            Assert.That(trace.Machines.Select(m => m.ToArray()), Is.EqualTo(new[] { new[] { 0.1, 0.2, 1 }, new[] { 0, 0.055, 0.03 } }));
            Assert.That(trace.Samples, Is.EqualTo(3));
            Assert.That(trace.Duration, Is.EqualTo(TimeSpan.FromMinutes(15)));
        });
    }

    [TestCase("1,2,3|1,2", 2, "2 values where the machines before have 3")]
    [TestCase("1,2|1,x", 2, "value 2 is 'x'")]
    [TestCase("# note|1,-2", 2, "value 2 is '-2'")]
    [TestCase("1,101", 1, "0 to 100")]
    [TestCase("1,NaN", 1, "0 to 100")]
    [TestCase("1,2|", 2, "an empty line")]
    [TestCase("7", 1, "fewer than two values")]
    [TestCase("# nothing", 1, "holds no machine")]
    public void Parse_WrongLine_NamesItAndWhatIsWrong(string lines, int line, string expected)
    {
        TraceFormatException? error = Assert.Throws<TraceFormatException>(() => TraceParser.Parse(lines.Split('|'), Interval));

        Assert.Multiple(() =>
        {
            Assert.That(error!.Line, Is.EqualTo(line));
            Assert.That(error.Message, Does.Contain(expected));
        });
    }

    [Test]
    public void Shuffled_SameSeed_IsTheSameOrderOfTheSameMachines()
    {
        UtilizationTrace trace = Traces.Wandering(20, 4);
        UtilizationTrace shuffled = trace.Shuffled(3);

        Assert.Multiple(() =>
        {
            Assert.That(trace.Shuffled(3).Machines, Is.EqualTo(shuffled.Machines));
            Assert.That(shuffled.Machines, Is.Not.EqualTo(trace.Machines));
            Assert.That(shuffled.Machines, Is.EquivalentTo(trace.Machines));
        });
    }
}
