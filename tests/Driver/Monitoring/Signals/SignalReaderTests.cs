using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Signals;
using ShadowMig.Driver.Monitoring.Signals.Local;
using ShadowMig.Tests;

namespace ShadowMig.Driver.Tests.Monitoring.Signals;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SignalReaderTests
{
    private readonly FakeTimeProvider _time = new(new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero));
    private readonly NodeSnapshot _snapshot = new()
    {
        Node = new() { HostName = "n1", At = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero), CpuUtilization = 0.5 },
        At = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero),
        CollectorUp = true,
    };

    [Test]
    public void Read_SourceThatThrows_CostsTheOthersNothing()
    {
        Mock<ISignalSource> broken = Source("odd");
        broken.Setup(s => s.Read(It.IsAny<SignalTick>())).Throws(new InvalidDataException("a bug"));
        SignalSample sample = Reader(broken.Object, new LibvirtNodeSignals()).Read(_snapshot, new HashSet<string> { "odd", SignalNames.NodeCpuUtilization });
        Assert.That(sample.Readings.Single().Value, Is.EqualTo(0.5));
    }

    [Test]
    public void Read_SignalNobodyWants_IsNotRead()
    {
        Mock<ISignalSource> source = Source("odd");
        Assert.That(Reader(source.Object, new LibvirtNodeSignals()).Read(_snapshot, new HashSet<string> { SignalNames.NodeMemoryUtilization }).Readings, Is.Empty);
        source.Verify(s => s.Read(It.IsAny<SignalTick>()), Times.Never);
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Read_NotANumber_IsNoReading(double value)
    {
        Mock<ISignalSource> source = Source("odd");
        source.Setup(s => s.Read(It.IsAny<SignalTick>())).Returns((SignalTick tick) => [tick.Node("odd", value)]);
        Assert.That(Reader(source.Object).Read(_snapshot, new HashSet<string> { "odd" }).Readings, Is.Empty);
    }

    [Test]
    public void Read_OldSampleOfTheNode_IsAsOldAsItWasRead()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        SignalSample sample = Reader(new LibvirtNodeSignals()).Read(_snapshot, new HashSet<string> { SignalNames.NodeCpuUtilization });
        Assert.That(sample.Readings.Single().IsFresh(sample.At), Is.False);
    }

    [Test]
    public void BuiltIn_EachSignal_ComesFromOneSource()
    {
        ScriptedFiles files = new();
        ISignalSource[] sources =
        [
            new LibvirtNodeSignals(), new GuestSignals(), new PressureSignals(files), new PagingSignals(files),
            new NetworkSignals(files), new MemoryErrorSignals(files), new ThermalSignals(files),
        ];
        Assert.Multiple(() =>
        {
            foreach (SignalDefinition signal in SignalNames.BuiltIn)
                Assert.That(sources.Count(source => source.Provides(signal.Name)), Is.EqualTo(1), signal.Name);
        });
    }

    private static Mock<ISignalSource> Source(string signal)
    {
        Mock<ISignalSource> source = new();
        source.Setup(s => s.Provides(signal)).Returns(true);
        return source;
    }

    private SignalReader Reader(params ISignalSource[] sources) => new(sources, new FixedOptions<MonitoringOptions>(new()), _time, NullLogger<SignalReader>.Instance);
}
