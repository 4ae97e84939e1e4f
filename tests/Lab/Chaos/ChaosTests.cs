using System.Globalization;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests.Chaos;

/// <summary>
/// The randomized campaign; <c>scripts/chaos</c> runs it for longer. Of each violation the seed and the number are printed, which
/// give the same case again.
/// </summary>
[TestFixture]
[Category("Lab")]
[Parallelizable]
public sealed class ChaosTests : LabFixture
{
    private static readonly string Suite = Environment.GetEnvironmentVariable("SHADOWMIG_CHAOS_SUITE") ?? "trixie";

    private static readonly string? Results = Environment.GetEnvironmentVariable("SHADOWMIG_CHAOS_RESULTS") is { Length: > 0 } file ? file : null;

    private protected override Task<VirtualLab> BringUpAsync() => VirtualLab.UpAsync("chaos", Suite, "--keepalive", "1:3");

    [Test]
    public async Task Campaign_RandomGuestsFaultsAndMoments_KeepsEveryInvariant()
    {
        if (Suite == "bookworm")
            await Kvm.RequireAsync("QEMU 7.2's emulation loses memory in migrations");
        int seed = Number("SEED", 1), first = Number("FIRST", 0), runs = Number("RUNS", 3);
        List<string> violations = [];
        for (int number = first; number < first + runs; number++)
        {
            ChaosCase chaos = ChaosCase.Draw(seed, number);
            // Links differ from run to run: what one taught would mislead the next.
            using ShadowMigCli cli = new(ChaosRun.Coordination, Lab.Hosts);
            ChaosRun run = new(Lab, cli, chaos);
            long started = TimeProvider.System.GetTimestamp();
            IReadOnlyList<string> broken = await run.RunAsync();
            TimeSpan took = TimeProvider.System.GetElapsedTime(started);
            await TestContext.Progress.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{(broken.Count == 0 ? "ok    " : "BROKEN")} {chaos}: {run.Summary} ({took.TotalSeconds:0} s)"));
            if (Results is not null)
                await File.AppendAllLinesAsync(Results, [Row(chaos, run, broken, took)]);
            violations.AddRange(broken.Select(b => $"{chaos}: {b}"));
        }

        Assert.That(violations, Is.Empty, string.Join("\n\n", violations));
    }

    // A table whose columns scripts/chaos knows.
    private static string Row(ChaosCase chaos, ChaosRun run, IReadOnlyList<string> broken, TimeSpan took) => string.Join('\t', new[]
    {
        $"{chaos.Seed}", $"{chaos.Number}", Suite, $"{chaos.Fault}", $"{chaos.Moment}", chaos.Strategy, run.Summary,
        broken.Count == 0 ? "ok" : "BROKEN", took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture), string.Join(" | ", broken),
    }.Select(cell => string.Join(' ', cell.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable($"SHADOWMIG_CHAOS_{name}") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
