using System.Text.Json.Nodes;
using Moq;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Commands;

public sealed class LimitTests
{
    private CommandLineFixture _line = null!;
    private string _configuration = null!;

    [SetUp]
    public void SetUp()
    {
        _line = new();
        _configuration = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.json");
    }

    [TearDown]
    public void TearDown() => File.Delete(_configuration);

    [Test]
    public async Task Plan_NoLimits_UsesTheDefaultsOfTheContract()
    {
        MigrationLimits limits = await PlanAsync();

        Assert.That(limits, Is.EqualTo(new MigrationLimits
        {
            MaxDowntime = TimeSpan.FromMilliseconds(300),
            MaxTotalTime = TimeSpan.FromMinutes(5),
            Bandwidth = null,
            MaxSlowdown = 0,
            AllowPostCopy = false,
        }));
    }

    [Test]
    public async Task Plan_AllLimits_ReachThePlanner()
    {
        MigrationLimits limits = await PlanAsync(
            "--max-downtime", "1.5s", "--max-total-time", "2m", "--bandwidth", "100MiB/s", "--max-slowdown", "50%", "--allow-post-copy");

        Assert.That(limits, Is.EqualTo(new MigrationLimits
        {
            MaxDowntime = TimeSpan.FromSeconds(1.5),
            MaxTotalTime = TimeSpan.FromMinutes(2),
            Bandwidth = BytesPerSecond.FromMebibytes(100),
            MaxSlowdown = 0.5,
            AllowPostCopy = true,
        }));
    }

    [Test]
    public async Task Plan_Profile_InheritsAndTheCommandLineWins()
    {
        await File.WriteAllTextAsync(_configuration, """
            { "Profiles": {
                "default": { "MaxTotalTime": "10m" },
                "gentle": { "Inherits": "default", "Bandwidth": "50MiB/s", "MaxDowntime": "100ms" } } }
            """);

        MigrationLimits limits = await PlanAsync("--config", _configuration, "--profile", "gentle", "--max-downtime", "200ms");

        Assert.Multiple(() =>
        {
            Assert.That(limits.MaxTotalTime, Is.EqualTo(TimeSpan.FromMinutes(10)));
            Assert.That(limits.Bandwidth, Is.EqualTo(BytesPerSecond.FromMebibytes(50)));
            Assert.That(limits.MaxDowntime, Is.EqualTo(TimeSpan.FromMilliseconds(200)));
        });
    }

    [TestCase("--tls", true)]
    [TestCase("--no-tls", false)]
    public async Task Plan_Tls_IsPartOfTheLimits(string option, bool expected) =>
        Assert.That((await PlanAsync(option)).Tls, Is.EqualTo(expected));

    [Test]
    public async Task Plan_ProfileOfTheMetadata_HoldsAndIsTold()
    {
        await ConfigureAsync();
        _line.SetWishes("profile='gold'");

        MigrationLimits limits = await PlanAsync("--config", _configuration, "--bandwidth", "90MiB/s", "--json");

        Assert.That(limits, Is.EqualTo(MigrationLimits.Default with
        {
            MaxDowntime = TimeSpan.FromMilliseconds(50),
            Tls = false,
            Bandwidth = BytesPerSecond.FromMebibytes(90),
        }), "the command line wins where it says something");
        Assert.That(Told(), Is.EqualTo(("gold", "named by the guest's metadata")));
    }

    [TestCase("", "", "web-like", "matches by name w?b")]
    [TestCase("", "<label name='tier' value='gold'/>", "tiered", "matches by label tier=gold; the first by name, before web-like")]
    [TestCase("", "<label name='tier' value='lead'/>", "web-like", "matches by name w?b")]
    public async Task Plan_ProfileThatMatches_HoldsAndIsTold(string attributes, string children, string profile, string why)
    {
        await ConfigureAsync();
        _line.SetWishes(attributes, children);

        await PlanAsync("--config", _configuration, "--json");

        Assert.That(Told(), Is.EqualTo((profile, why)));
    }

    [Test]
    public async Task Plan_NamedProfile_WinsOverTheMetadata()
    {
        await ConfigureAsync();
        _line.SetWishes("profile='nonsense'");

        await PlanAsync("--config", _configuration, "--profile", "tiered", "--json");

        Assert.That(Told(), Is.EqualTo(("tiered", "named by --profile")));
    }

    [Test]
    public async Task Plan_NoProfileIsForTheGuest_SaysDefaultToPeopleToo()
    {
        await PlanAsync();

        Assert.That(_line.Output, Does.Contain("profile default: no other is for this guest"));
    }

    [Test]
    public async Task Migrate_MetadataNamesAnUnknownProfile_Exits3AndMovesNothing()
    {
        await ConfigureAsync();
        _line.SetWishes("profile='platinum'");

        Assert.That(await _line.RunAsync("migrate", "web", "--to", "x", "--config", _configuration, "--json"), Is.EqualTo(3));

        JsonNode reason = JsonNode.Parse(_line.Output)!["reasons"]![0]!;
        Assert.That((string?)reason["code"], Is.EqualTo(ReasonCodes.UnknownProfile));
        Assert.That((string?)reason["message"], Does.Contain("'platinum'").And.Contain("metadata").And.Contain("gold"));
        _line.Migrator.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Migrate_Profile_GoesWithThePlan()
    {
        await ConfigureAsync();

        Assert.That(await _line.RunAsync("migrate", "web", "--to", "x", "--config", _configuration), Is.Zero, _line.Error);

        _line.Migrator.Verify(m => m.MigrateAsync(
            It.Is<MigrationPlan>(p => p.Profile == new ChosenProfile("web-like", "matches by name w?b")), It.IsAny<string>(),
            It.IsAny<IProgress<MigrationProgress>?>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Plan_ProfileThatIsUnknown_Exits2()
    {
        Assert.That(await _line.RunAsync("plan", "web", "--to", "x", "--profile", "nonsense"), Is.EqualTo(2));
        Assert.That(_line.Error, Does.Contain("--profile: there is no profile 'nonsense'"));
    }

    [Test]
    public async Task Plan_IgnoreKeepApart_ReachesTheChecks()
    {
        await PlanAsync("--ignore-keep-apart");

        _line.Preflight.Verify(p => p.CheckAsync(
            It.IsAny<ILibvirtConnection>(), "web", "x", It.Is<MigrationLimits>(l => l.IgnoreKeepApart), It.IsAny<CancellationToken>()), Times.Once);
    }

    private Task ConfigureAsync() => File.WriteAllTextAsync(_configuration, """
        { "Profiles": {
            "web-like": { "Match": { "Names": ["shop", "w?b"] } },
            "tiered": { "Match": { "Labels": { "tier": "gold" } } },
            "both": { "Match": { "Names": ["web"], "Labels": { "tier": "lead", "rack": "1" } } },
            "gold": { "MaxDowntime": "50ms", "Tls": false } } }
        """);

    private (string?, string?) Told()
    {
        JsonNode profile = JsonNode.Parse(_line.Output)!["profile"]!;
        return ((string?)profile["name"], (string?)profile["why"]);
    }

    private async Task<MigrationLimits> PlanAsync(params string[] options)
    {
        PlanningInput? input = null;
        _line.Planner.Setup(p => p.Plan(It.IsAny<PlanningInput>())).Callback((PlanningInput i) => input = i).Returns(Samples.Plan);
        Assert.That(await _line.RunAsync(["plan", "web", "--to", "x", .. options]), Is.Zero, _line.Error);
        return input!.Limits;
    }
}
