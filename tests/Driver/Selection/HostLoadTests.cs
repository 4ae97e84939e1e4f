using ShadowMig.Driver.Selection;
using static ShadowMig.Driver.Tests.Selection.Fleets;

namespace ShadowMig.Driver.Tests.Selection;

[TestFixture]
public sealed class HostLoadTests
{
    [Test]
    public void Add_Guests_SumsWhatTheyAskAndAskedFor()
    {
        HostLoad host = Host(0, Guest(0, 300, history: [0.1, 0.3]), Guest(1, 200, history: [0.2]));

        Assert.Multiple(() =>
        {
            Assert.That(host.Demand, Is.EqualTo(0.5).Within(1e-9));
            Assert.That(host.Free, Is.EqualTo(500).Within(1e-9));
            Assert.That(host.Load.Values.ToArray(), Is.EqualTo(new[] { 0.1, 0.5 }).Within(1e-9));
        });
    }

    [Test]
    public void LoadWith_AGuest_LooksAheadAndChangesNothing()
    {
        HostLoad host = Host(0, Guest(0, 300));
        double ahead = host.LoadWith(Guest(1, 200), new double[host.Window]).Now;

        Assert.Multiple(() =>
        {
            Assert.That(ahead, Is.EqualTo(0.5).Within(1e-9));
            Assert.That(host.Demand, Is.EqualTo(0.3).Within(1e-9));
        });
    }

    [Test]
    public void Remove_AGuest_LeavesAsIfItHadNeverBeenThere()
    {
        GuestLoad guest = Guest(1, 800);
        HostLoad host = Host(0, Guest(0, 300), guest);
        Assert.That(host.Free, Is.Zero, "they ask for more than there is");

        host.Remove(guest);

        Assert.Multiple(() =>
        {
            Assert.That(host.Free, Is.EqualTo(700));
            Assert.That(host.Demand, Is.EqualTo(0.3));
            Assert.That(host.Load.Values.ToArray(), Has.All.EqualTo(0.3));
        });
    }
}
