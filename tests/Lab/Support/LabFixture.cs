// Two labs at a time, and only those of fixtures that measure no time; the others have the machine to themselves.
[assembly: LevelOfParallelism(2)]

namespace ShadowMig.Lab.Tests.Support;

/// <summary>Tests that share one lab and one journal.</summary>
public abstract class LabFixture
{
    /// <summary>Sampling a small guest is noisy; where the limits are not the subject they leave room for it.</summary>
    private protected static readonly string[] Lenient = ["--max-downtime", "1s"];

    private VirtualLab? _lab;
    private ShadowMigCli? _cli;

    private protected VirtualLab Lab => _lab ?? throw new InvalidOperationException("the lab is not up");

    private protected LabHost Source => Lab[0];

    private protected LabHost Target => Lab[1];

    private protected ShadowMigCli Cli => _cli ?? throw new InvalidOperationException("the lab is not up");

    [OneTimeSetUp]
    public async Task UpAsync()
    {
        _lab = await BringUpAsync();
        _cli = CreateCli();
        await PrepareAsync();
    }

    [OneTimeTearDown]
    public async Task DownAsync()
    {
        _cli?.Dispose();
        if (_lab is not null)
            await _lab.DisposeAsync();
    }

    /// <summary>Waits until the guest's memory travels; bounded.</summary>
    private protected static async Task UntilJobAsync(RunningCommand migration, LabHost source, string guest)
    {
        for (int attempt = 0; attempt < 300; attempt++)
        {
            CommandResult job = await source.VirshAsync("domjobinfo", guest);
            if (job.Output.Contains("Outgoing migration", StringComparison.Ordinal) && job.Output.Contains("Memory processed", StringComparison.Ordinal))
                return;
            await Task.Delay(100);
        }
        Assert.Fail($"no migration began within 30 s: {migration.Output} {migration.Error}");
    }

    /// <summary>The guest runs there and nowhere else, and its memory is whole by its own look.</summary>
    private protected async Task AssertRunsOnlyOnAsync(string guest, LabHost host)
    {
        Assert.That(await host.StateAsync(guest), Is.EqualTo("running"));
        foreach (LabHost other in Lab.Hosts.Where(h => h != host))
            Assert.That(await other.StateAsync(guest), Is.Null);
        CommandResult check = await Lab.CheckGuestAsync(guest);
        Assert.That(check.ExitCode, Is.Zero, check.ToString());
    }

    private protected abstract Task<VirtualLab> BringUpAsync();

    private protected virtual ShadowMigCli CreateCli() => new();

    private protected virtual Task PrepareAsync() => Task.CompletedTask;
}
