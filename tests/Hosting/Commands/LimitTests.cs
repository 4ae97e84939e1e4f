using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moq;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Hosting.Commands;

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
    public async Task Migrate_Tls_ReachesTheMigrator(string option, bool expected)
    {
        bool? tls = null;
        CommandEnvironment environment = _line.Environment;
        environment = environment with
        {
            Override = services =>
            {
                _line.Environment.Override!(services);
                services.AddSingleton(provider =>
                {
                    tls = provider.GetRequiredService<IOptions<MigrationOptions>>().Value.Tls;
                    return _line.Migrator.Object;
                });
            },
        };

        await CommandLineApplication.RunAsync(["migrate", "web", "--to", "x", option], environment, CancellationToken.None);

        Assert.That(tls, Is.EqualTo(expected));
    }

    private async Task<MigrationLimits> PlanAsync(params string[] options)
    {
        PlanningInput? input = null;
        _line.Planner.Setup(p => p.Plan(It.IsAny<PlanningInput>())).Callback((PlanningInput i) => input = i).Returns(Samples.Plan);
        Assert.That(await _line.RunAsync(["plan", "web", "--to", "x", .. options]), Is.Zero, _line.Error);
        return input!.Limits;
    }
}
