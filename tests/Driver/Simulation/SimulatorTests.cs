using Moq;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection;
using ShadowMig.Driver.Simulation;

namespace ShadowMig.Driver.Tests.Simulation;

[TestFixture]
public sealed class SimulatorTests
{
    // One kind of each, so that every figure can be worked out by hand: 100 W idle, 200 W full; 16 s for a migration.
    private static readonly SimulationModel Model = new()
    {
        Hosts = 3,
        HostTypes = [new("host", 2, 1000, ByteCount.FromMebibytes(4000), new(100, 200))],
        GuestTypes = [new(1000, ByteCount.FromMebibytes(1000))],
    };

    private static readonly double[] Busy = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

    [Test]
    public void Run_SteadyGuestThatStays_TakesThePowerOfItsHost()
    {
        SimulationResult result = Simulator.Run(Traces.Steady(12, 0.5), Model, SimulatedPolicies.Parse("dvfs", 1));

        // A quarter of the host for 50 minutes: the first five pass before anything is measured, the last five after.
        Assert.Multiple(() =>
        {
            Assert.That(result.EnergyKilowattHours, Is.EqualTo(0.125 * 3000 / 3600).Within(1e-9));
            Assert.That(result.ActiveHosts, Is.EqualTo(3000 / 3300.1).Within(1e-6));
            Assert.That(result.Migrations, Is.Zero);
            Assert.That(result.OverloadTimeRatio, Is.Zero);
            Assert.That(result.EnergyViolation, Is.Zero);
        });
    }

    [Test]
    public void Run_WithoutPowerManagement_TakesFullPowerOfAllHosts()
    {
        SimulationResult result = Simulator.Run(Traces.Steady(12, 0.5), Model, SimulatedPolicies.Parse("npa", 1));

        Assert.That(result.EnergyKilowattHours, Is.EqualTo(0.6 * 3300.1 / 3600).Within(1e-9));
    }

    [Test]
    public void Run_GuestsAskForMoreThanThereIs_CountsTheTimeAndTheWork()
    {
        // Two guests fit a host; a third joins them while all are idle, and then all want what they were promised.
        SimulationModel model = Model with
        {
            Hosts = 2,
            HostTypes = [Model.HostTypes[0] with { Cores = 1 }],
            GuestTypes = [new(500, ByteCount.FromMebibytes(100))],
        };
        double[] rising = [0.01, 0.01, 1, 1, 1, 1];
        UtilizationTrace trace = new([rising, rising, rising], TimeSpan.FromMinutes(5));

        SimulationResult result = Simulator.Run(trace, model, new("pack", Packing()));

        Assert.Multiple(() =>
        {
            Assert.That(result.Migrations, Is.EqualTo(1));
            Assert.That(result.OverloadTimeRatio, Is.GreaterThan(0.5));
            Assert.That(result.MissingRatio, Is.EqualTo(1 / 3.0).Within(0.02));
        });
    }

    [Test]
    public void Run_OneMigration_CostsATenthOfTheGuestsWorkAsLongAsItTakes()
    {
        SimulationResult result = Simulator.Run(Traces.Steady(12, 0.5, 0.5, 0.5), Model, new("pack", Packing()));

        // Three guests for 3000 s; one migrates for 16 s.
        double lost = 16 * 0.1 / (3 * 3000);
        Assert.Multiple(() =>
        {
            Assert.That(result.Migrations, Is.EqualTo(1));
            Assert.That(result.MigrationLossRatio, Is.EqualTo(lost).Within(lost * 0.02));
            Assert.That(result.MissingRatio, Is.EqualTo(lost).Within(lost * 0.02));
            Assert.That(result.HostShutdowns, Is.EqualTo(1));
        });
    }

    [TestCase(true, 1)]
    [TestCase(false, 2)]
    public void Run_GuestThatAsksForNothing_LeavesUnlessItIsKept(bool leaves, int hosts)
    {
        UtilizationTrace trace = new([Busy, Busy, new double[] { 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1 }], TimeSpan.FromMinutes(5));

        SimulationResult result = Simulator.Run(trace, Model with { IdleGuestsLeave = leaves }, SimulatedPolicies.Parse("dvfs", 1));

        Assert.That(Math.Round(result.ActiveHosts), Is.EqualTo(hosts));
    }

    // Not worked out by hand: they hold still what was compared with CloudSim's results on its own trace.
    [TestCase("lr/mmt", 434, 7.15490)]
    [TestCase("mad/mmt", 572, 7.34829)]
    [TestCase("thr/mmt", 527, 7.45164)]
    public void Run_PublishedPolicies_KeepTheirFigures(string policy, int migrations, double kilowattHours)
    {
        SimulationResult result = Simulator.Run(Traces.Wandering(60, 72), new SimulationModel { Hosts = 40 }, SimulatedPolicies.Parse(policy, 1));

        Assert.Multiple(() =>
        {
            Assert.That(result.Migrations, Is.EqualTo(migrations));
            Assert.That(result.EnergyKilowattHours, Is.EqualTo(kilowattHours).Within(1e-4));
        });
    }

    [TestCase("shadowmig")]
    [TestCase("lr/mmt")]
    [TestCase("mad/mc")]
    [TestCase("thr/rs")]
    [TestCase("iqr/hr")]
    [TestCase("forecast/lcr")]
    public void Run_Twice_GivesTheSame(string policy)
    {
        UtilizationTrace trace = Traces.Wandering(40, 60);
        SimulationModel model = new() { Hosts = 40 };

        SimulationResult first = Simulator.Run(trace, model, SimulatedPolicies.Parse(policy, 1));

        Assert.Multiple(() =>
        {
            Assert.That(Simulator.Run(trace, model, SimulatedPolicies.Parse(policy, 1)), Is.EqualTo(first));
            Assert.That(first.Migrations, Is.Positive);
        });
    }

    [Test]
    public void Run_OwnPolicy_MovesLessAtLessCostThanThePublishedOnes()
    {
        UtilizationTrace trace = Traces.Wandering(100, 144);
        SimulationModel model = new() { Hosts = 80 };

        SimulationResult own = Simulator.Run(trace, model, SimulatedPolicies.Parse("shadowmig", 1));
        SimulationResult published = Simulator.Run(trace, model, SimulatedPolicies.Parse("lr/mmt", 1));

        Assert.Multiple(() =>
        {
            Assert.That(own.Migrations, Is.LessThan(published.Migrations / 2));
            Assert.That(own.EnergyViolation, Is.LessThan(published.EnergyViolation / 2));
        });
    }

    [TestCase("shadowmig")]
    [TestCase("lr/mmt")]
    public void Run_MemoryCounted_KeepsMoreHostsOn(string policy)
    {
        UtilizationTrace trace = Traces.Wandering(40, 30);
        SimulationModel model = new() { Hosts = 40 };

        SimulationResult free = Simulator.Run(trace, model, SimulatedPolicies.Parse(policy, 1));
        SimulationResult counted = Simulator.Run(trace, model with { CountsMemory = true }, SimulatedPolicies.Parse(policy, 1));

        Assert.That(counted.ActiveHosts, Is.GreaterThan(free.ActiveHosts));
    }

    [Test]
    public void Run_WithDecisions_TellsEachWithItsChoices()
    {
        List<SimulatedDecision> decisions = [];

        SimulationResult result = Simulator.Run(Traces.Wandering(40, 20), new SimulationModel { Hosts = 40 }, SimulatedPolicies.Parse("shadowmig", 1), decisions.Add);

        Assert.Multiple(() =>
        {
            Assert.That(decisions, Has.Count.EqualTo(19));
            Assert.That(decisions.Sum(d => d.Decision.Moves.Count), Is.EqualTo(result.Migrations));
            Assert.That(decisions.SelectMany(d => d.Choices).SelectMany(c => c.Candidates).Select(c => c.Code), Has.Some.EqualTo(ReasonCodes.Chosen));
        });
    }

    [Test]
    public void Run_TooFewHosts_SaysHowManyFit() => Assert.That(
        () => Simulator.Run(Traces.Steady(4, 0.5, 0.5, 0.5), Model with { Hosts = 1 }, SimulatedPolicies.Parse("dvfs", 1)),
        Throws.TypeOf<SimulationException>().With.Message.Contains("2 of 3 machines fit"));

    [Test]
    public void Run_Cancelled_Ends() => Assert.That(
        () => Simulator.Run(Traces.Steady(4, 0.5), Model, SimulatedPolicies.Parse("dvfs", 1), null, new(true)), Throws.InstanceOf<OperationCanceledException>());

    [TestCase("best")]
    [TestCase("lr/")]
    [TestCase("lr/mmt/x")]
    public void Parse_UnknownPolicy_IsRefused(string name) => Assert.That(() => SimulatedPolicies.Parse(name, 1), Throws.TypeOf<FormatException>());

    // Moves the last guest to the first host, once.
    private static IFleetPolicy Packing()
    {
        Mock<IFleetPolicy> policy = new();
        bool moved = false;
        policy.SetupGet(p => p.Window).Returns(1);
        policy.Setup(p => p.Decide(It.IsAny<IReadOnlyList<HostLoad>>(), It.IsAny<ChoiceLog?>())).Returns((IReadOnlyList<HostLoad> hosts, ChoiceLog? _) =>
        {
            HostLoad from = hosts.Last(h => h.Guests.Count > 0);
            PlannedMove move = new(from.Guests[^1], from, hosts[0], new(ReasonCodes.Chosen, "a test"));
            IReadOnlyList<PlannedMove> moves = moved ? [] : [move];
            moved = true;
            return new(moves, [], []);
        });
        return policy.Object;
    }
}
