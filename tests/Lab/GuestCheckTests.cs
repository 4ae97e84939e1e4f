using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>What the other tests rest on: a guest that lost memory says so.</summary>
[TestFixture]
[Category("Lab")]
[Parallelizable]
public sealed class GuestCheckTests
{
    [TestCase("stale")]
    [TestCase("lost")]
    [TestCase("torn")]
    public async Task Check_PageDamaged_ReportsIt(string fault)
    {
        await using VirtualLab lab = await VirtualLab.UpAsync($"check-{fault}", "bookworm", "--hosts", "1");
        await lab.StartGuestAsync("damaged", lab[0], "--accel", "tcg", "--rate", "0", "--workload", $"fault={fault} fault_after=1");
        await Task.Delay(TimeSpan.FromSeconds(4));

        CommandResult check = await lab.CheckGuestAsync("damaged");

        Assert.That(check.ExitCode, Is.EqualTo(1), check.ToString());
        Assert.That(check.Output, Does.Contain("LOST"));
    }
}
