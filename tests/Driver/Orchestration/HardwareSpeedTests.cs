using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Tests.Monitoring.Signals;

namespace ShadowMig.Driver.Tests.Orchestration;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HardwareSpeedTests
{
    private readonly ScriptedFiles _files = new();

    [Test]
    public void Of_Card_IsItsSpeed()
    {
        Card("eth0", 25_000);
        Assert.That(Megabits("eth0"), Is.EqualTo(25_000));
    }

    [TestCase("-1\n")]
    [TestCase(null)]
    public void Of_CardWhoseLinkIsDown_IsUnknown(string? speed)
    {
        Card("eth0", 1000);
        _files["/sys/class/net/eth0/speed"] = speed;
        Assert.That(Megabits("eth0"), Is.Null);
    }

    [Test]
    public void Of_BridgeOfACardAndGuests_IsTheCards()
    {
        Card("eth0", 1000);
        Virtual("vnet0", 10_000);
        Virtual("br0", 10_000, "eth0", "vnet0");
        Assert.That(Megabits("br0"), Is.EqualTo(1000));
    }

    [Test]
    public void Of_BridgeOfGuestsAlone_IsUnknown()
    {
        Virtual("vnet0", 10_000);
        Virtual("virbr0", 10_000, "vnet0");
        Assert.That(Megabits("virbr0"), Is.Null);
    }

    [TestCase("veth0")]
    [TestCase("lo")]
    [TestCase("gone")]
    public void Of_NoHardware_IsUnknown(string name)
    {
        Virtual("veth0", 10_000);
        Assert.That(Megabits(name), Is.Null);
    }

    [Test]
    public void Of_VlanOnABondOnABridge_IsTheFastestCards()
    {
        Card("eth0", 1000);
        Card("eth1", 10_000);
        Virtual("bond0", 11_000, "eth0", "eth1");
        Virtual("bond0.7", 11_000, "bond0");
        Virtual("br0", 11_000, "bond0.7");
        _files["/sys/class/net/bond0/bonding/active_slave"] = "\n";
        Assert.That(Megabits("br0"), Is.EqualTo(10_000), "a bond sends one connection over one card");
    }

    [Test]
    public void Of_BondThatNamesItsActiveCard_IsThatOnes()
    {
        Card("eth0", 1000);
        Card("eth1", 10_000);
        Virtual("bond0", 1000, "eth0", "eth1");
        _files["/sys/class/net/bond0/bonding/active_slave"] = "eth0\n";
        Assert.That(Megabits("bond0"), Is.EqualTo(1000));
    }

    private void Card(string name, int megabits)
    {
        _files[$"/sys/class/net/{name}/device/uevent"] = "DRIVER=e1000e\n";
        _files[$"/sys/class/net/{name}/speed"] = $"{megabits}\n";
    }

    private void Virtual(string name, int megabits, params string[] below)
    {
        _files[$"/sys/class/net/{name}/speed"] = $"{megabits}\n";
        foreach (string lower in below)
            _files[$"/sys/class/net/{name}/lower_{lower}/speed"] = "10000\n";
    }

    private double? Megabits(string name) => new HardwareSpeed(_files).Of(name) is { } speed ? speed.Value / 125_000 : null;
}
