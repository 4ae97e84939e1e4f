using ShadowMig.Driver.Monitoring.Signals;
using ShadowMig.Driver.Monitoring.Signals.Local;

namespace ShadowMig.Driver.Tests.Monitoring.Signals;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LocalSignalsTests
{
    private const string Pressure = "some avg10=12.50 avg60=3.00 avg300=0.70 total=123456\nfull avg10=1.00 avg60=0.00 avg300=0.00 total=99\n";
    private const string Card = "/sys/class/net/eth0";
    private const string Controller = "/sys/devices/system/edac/mc";
    private const string Processors = "/sys/devices/system/cpu";

    private readonly ScriptedFiles _files = new();

    [Test]
    public void Pressure_WholeFile_HasSomeAndFull()
    {
        _files["/proc/pressure/memory"] = Pressure;
        Assert.That(Read(new PressureSignals(_files)), Is.EqualTo(new Dictionary<string, double>
        {
            [SignalNames.NodeMemoryPressureSome] = 0.125,
            [SignalNames.NodeMemoryPressureFull] = 0.01,
        }));
    }

    [Test]
    public void Pressure_EveryCutOfTheFile_GivesNoOtherNumber()
    {
        for (int length = 0; length <= Pressure.Length; length++)
        {
            _files["/proc/pressure/cpu"] = Pressure[..length];
            Assert.That(Read(new PressureSignals(_files)).Values, Is.SubsetOf(new[] { 0.125, 0.01 }));
        }
    }

    [Test]
    public void Paging_TwoReadings_GiveRates()
    {
        PagingSignals source = new(_files);
        _files["/proc/vmstat"] = "pgmajfault 100\npswpin 10\npswpin_zero 7\n";
        Assert.That(Read(source), Is.Empty, "one reading is no rate");
        _files["/proc/vmstat"] = "pgmajfault 150\npswpin 20\npswpin_zero 7\n";
        Assert.That(Read(source, 5), Is.EqualTo(new Dictionary<string, double>
        {
            [SignalNames.NodeSwapInRate] = 2.0 * Environment.SystemPageSize,
            [SignalNames.NodeMajorFaultRate] = 10,
        }));
    }

    [Test]
    public void Paging_FileUnreadableInBetween_BeginsAnewInsteadOfGuessing()
    {
        PagingSignals source = new(_files);
        _files["/proc/vmstat"] = "pswpin 10\n";
        Read(source);
        _files["/proc/vmstat"] = "pswpin 1";
        Assert.That(Read(source, 2), Is.Empty);
        _files["/proc/vmstat"] = "pswpin 30\n";
        Assert.That(Read(source, 4), Is.Empty);
    }

    [TestCase("pswpin x\n")]
    [TestCase("pswpin -1\n")]
    [TestCase("pswpin\n")]
    [TestCase("pswpin 99999999999999999999\n")]
    [TestCase("\0\u0001pswpin 1 2\n")]
    public void Field_OddLine_IsNull(string text) => Assert.That(KernelText.Field(text, "pswpin"), Is.Null);

    [Test]
    public void Network_BusiestDirection_IsOverTheLinksSpeed()
    {
        NetworkSignals source = new(_files);
        Network(0, 0, "1000\n");
        Read(source);
        Network(125_000_000, 250_000_000, "1000\n");
        Assert.That(Read(source, 10), Is.EqualTo(new Dictionary<string, double> { [SignalNames.NodeNetworkUtilization] = 0.2 }));
    }

    [TestCase("-1\n")]
    [TestCase("0\n")]
    [TestCase("100")]
    [TestCase(null)]
    public void Network_LinkWithoutSpeed_IsUnknown(string? speed)
    {
        NetworkSignals source = new(_files);
        Network(0, 0, speed);
        Read(source);
        Network(1000, 1000, speed);
        Assert.That(Read(source, 2), Is.Empty);
    }

    [Test]
    public void Network_InterfaceWithoutADevice_DoesNotCount()
    {
        NetworkSignals source = new(_files);
        Network(0, 0, "10\n");
        _files[$"{Card}/device/uevent"] = null;
        Read(source);
        Network(1_000_000_000, 0, "10\n");
        _files[$"{Card}/device/uevent"] = null;
        Assert.That(Read(source, 2), Is.Empty);
    }

    [Test]
    public void MemoryErrors_AllControllers_AreAdded()
    {
        MemoryErrorSignals source = new(_files);
        Errors("mc0", 100, 0);
        Errors("mc1", 5, 0);
        Assert.That(Read(source), Is.EqualTo(new Dictionary<string, double> { [SignalNames.NodeEccCorrectedDay] = 0, [SignalNames.NodeEccUncorrected] = 0 }), "what was before is not of this day");
        Errors("mc1", 8, 1);
        Assert.That(Read(source, 2), Is.EqualTo(new Dictionary<string, double> { [SignalNames.NodeEccCorrectedDay] = 3, [SignalNames.NodeEccUncorrected] = 1 }));
    }

    [Test]
    public void MemoryErrors_OfYesterday_NoLongerCount()
    {
        MemoryErrorSignals source = new(_files);
        Errors("mc0", 0, 0);
        Read(source);
        Errors("mc0", 50, 0);
        Read(source, 60);
        Assert.That(Read(source, 3600)[SignalNames.NodeEccCorrectedDay], Is.EqualTo(50));
        Read(source, 2 * 86_400);
        Assert.That(Read(source, (2 * 86_400) + 60)[SignalNames.NodeEccCorrectedDay], Is.Zero);
    }

    [Test]
    public void MemoryErrors_OneControllerUnreadable_IsUnknownNotLess()
    {
        MemoryErrorSignals source = new(_files);
        Errors("mc0", 10, 0);
        Errors("mc1", 5, 0);
        Read(source);
        _files[$"{Controller}/mc1/ce_count"] = "";
        _files[$"{Controller}/mc1/ue_count"] = "oops\n";
        Assert.That(Read(source, 2), Is.Empty);
        Errors("mc1", 9, 0);
        Assert.That(Read(source, 4)[SignalNames.NodeEccCorrectedDay], Is.EqualTo(4), "what was seen before still counts");
    }

    [Test]
    public void MemoryErrors_MachineWithoutEcc_HasNoReading() => Assert.That(Read(new MemoryErrorSignals(_files)), Is.Empty);

    [Test]
    public void Thermal_CountersOfAllProcessors_GiveARate()
    {
        ThermalSignals source = new(_files);
        Throttled(0, 0);
        _files[$"{Processors}/cpufreq/thermal_throttle/core_throttle_count"] = "99\n";
        Read(source);
        Throttled(20, 10);
        Assert.That(Read(source, 10), Is.EqualTo(new Dictionary<string, double> { [SignalNames.NodeThermalThrottleRate] = 3 }));
    }

    [Test]
    public void Read_AnotherMachinesNode_TakesNothingFromThisOne()
    {
        _files["/proc/pressure/cpu"] = Pressure;
        _files["/proc/vmstat"] = "pswpin 1\n";
        Errors("mc0", 1, 1);
        Throttled(1, 1);
        Network(1, 1, "1000\n");
        foreach (ISignalSource source in (ISignalSource[])[new PressureSignals(_files), new PagingSignals(_files), new MemoryErrorSignals(_files), new ThermalSignals(_files), new NetworkSignals(_files)])
        {
            Assert.That(source.Read(Tick(0) with { IsLocal = false }), Is.Empty);
            Assert.That(source.Read(Tick(2) with { IsLocal = false }), Is.Empty, source.GetType().Name);
        }
    }

    private static Dictionary<string, double> Read(ISignalSource source, int seconds = 0)
    {
        SignalReading[] readings = [.. source.Read(Tick(seconds))];
        Assert.That(readings.Select(reading => source.Provides(reading.Signal)), Is.All.True);
        return readings.ToDictionary(reading => reading.Signal, reading => reading.Value);
    }

    private static SignalTick Tick(int seconds) =>
        new(new(), new DateTimeOffset(2026, 1, 2, 3, 0, 0, TimeSpan.Zero).AddSeconds(seconds), TimeSpan.FromSeconds(6), IsLocal: true);

    private void Network(long received, long sent, string? speed)
    {
        _files[$"{Card}/device/uevent"] = "DRIVER=e1000e\n";
        _files[$"{Card}/statistics/rx_bytes"] = $"{received}\n";
        _files[$"{Card}/statistics/tx_bytes"] = $"{sent}\n";
        _files[$"{Card}/speed"] = speed;
    }

    private void Errors(string controller, int corrected, int uncorrected)
    {
        _files[$"{Controller}/{controller}/ce_count"] = $"{corrected}\n";
        _files[$"{Controller}/{controller}/ue_count"] = $"{uncorrected}\n";
    }

    private void Throttled(int first, int second)
    {
        _files[$"{Processors}/cpu0/thermal_throttle/core_throttle_count"] = $"{first}\n";
        _files[$"{Processors}/cpu1/thermal_throttle/core_throttle_count"] = $"{second}\n";
    }
}
