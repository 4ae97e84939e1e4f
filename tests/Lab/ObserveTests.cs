using System.Text.Json;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

[TestFixture("bookworm")]
[TestFixture("trixie")]
[Category("Lab")]
public sealed class ObserveTests(string suite) : LabFixture
{
    [Test]
    public async Task Observe_EmulatedGuest_SamplesPagesAndLeavesTheGuestAlive()
    {
        await Lab.StartGuestAsync("writer", Lab[0], "--accel", "tcg", "--memory", "256MiB", "--dirty", "64MiB", "--rate", "20000");
        try
        {
            CliDocument observed = await Cli.JsonAsync("-c", Lab[0].Uri, "observe", "writer", "--probe");

            Assert.That(observed.ExitCode, Is.Zero, observed.ToString());
            JsonElement observation = observed.At("observation");
            Assert.Multiple(() =>
            {
                Assert.That(observation.GetProperty("dirtyRateMode").GetString(), Is.EqualTo("page-sampling"));
                Assert.That(observation.GetProperty("memoryTotalBytes").GetInt64(), Is.EqualTo(256L << 20));
                Assert.That(observation.GetProperty("pageSizeBytes").GetInt64(), Is.EqualTo(4096));

                // 20,000 pages a second over 64 MiB level off at 64 MiB; a sample of 128 pages sees that to within a third.
                double last = observation.GetProperty("workingSet").EnumerateArray().Last().GetProperty("bytes").GetDouble();
                Assert.That(last, Is.EqualTo(64.0 * (1 << 20)).Within(35).Percent);
                Assert.That(observation.GetProperty("zeroPageRatio").GetDouble(), Is.EqualTo(0.75).Within(0.15));
            });
            Assert.That(await Lab[0].StateAsync("writer"), Is.EqualTo("running"));
            CommandResult check = await Lab.CheckGuestAsync("writer");
            Assert.That(check.ExitCode, Is.Zero, check.ToString());
        }
        finally
        {
            await Lab.DestroyGuestAsync("writer");
        }
    }

    [Test]
    public async Task Observe_UnknownDomain_SaysSo()
    {
        CliDocument observed = await Cli.JsonAsync("-c", Lab[0].Uri, "observe", "nobody");

        Assert.That(observed.ExitCode, Is.EqualTo(3));
        Assert.That(observed.ReasonCodes, Has.Member("unknown-domain"));
    }

    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync($"obs-{suite}", suite, "--hosts", "1");

    private protected override ShadowMigCli CreateCli() => new("{}", [], monitoring: ShadowMigCli.UsualLook);
}
