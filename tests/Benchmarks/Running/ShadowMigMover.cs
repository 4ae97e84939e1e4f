using System.Globalization;
using System.Text.Json;
using ShadowMig.Benchmarks.Cells;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Running;

/// <summary>Runs ShadowMig's command line as a user would.</summary>
/// <param name="program">How it is called.</param>
/// <param name="strategy">The only way it may consider; null leaves the choice to it.</param>
internal sealed class ShadowMigMover(ShadowMigProgram program, string? strategy = null) : IMover
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    public string Name => strategy is null ? "shadowmig" : $"shadowmig:{strategy}";

    public bool AppliesTo(Cell cell) => strategy != "post-copy" || cell.AllowPostCopy;

    public async Task<Attempt> MoveAsync(BenchGuest guest, int source, CancellationToken cancellationToken)
    {
        LabHost from = guest.Lab.Hosts[source], to = guest.Lab.Hosts[1 - source];
        using ILibvirtDomain domain = guest.Lab.Connection(source).FindDomainByName(BenchGuest.Name)
            ?? throw new InvalidOperationException("the guest is not on its source");
        var monitor = new TransferMonitor(domain);
        var forecasts = new ForecastMonitor(program.Journal(guest.Lab.Suite, guest.Cell.LinkMebibytesPerSecond), BenchGuest.Name);
        CommandResult result;
        try
        {
            result = await program.RunAsync(Bound, program.Configuration(guest.Lab.Suite, guest.Cell.LinkMebibytesPerSecond),
                ["-c", from.Uri, "migrate", BenchGuest.Name, "--to", to.Uri, .. Limits(guest.Cell), "--json"], cancellationToken);
        }
        finally
        {
            await forecasts.DisposeAsync();
            await monitor.DisposeAsync();
        }
        Attempt attempt = Read(result);
        return attempt with { ThrottlePercent = monitor.Throttle, Rounds = monitor.Rounds, Forecasts = forecasts.Forecasts };
    }

    private IEnumerable<string> Limits(Cell cell)
    {
        string[] limits =
        [
            "--max-downtime", string.Create(CultureInfo.InvariantCulture, $"{Cell.MaxDowntime.TotalMilliseconds}ms"),
            "--max-total-time", string.Create(CultureInfo.InvariantCulture, $"{Cell.Deadline.TotalSeconds}s"),
            "--max-slowdown", $"{Cell.MaxSlowdownPercent}%",
            "--no-tls",
        ];
        IEnumerable<string> all = limits.Concat(program.Probe ? ["--probe"] : []);
        if (cell.AllowPostCopy)
            all = all.Append("--allow-post-copy");
        return strategy is null ? all : all.Concat(["--strategy", strategy]);
    }

    private static Attempt Read(CommandResult result)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(result.Output);
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return new Attempt { Result = RunResult.Failed, Error = result.ToString() };
        }
        if (!root.TryGetProperty("result", out JsonElement outcome))
            return new Attempt { Result = RunResult.Refused, Document = root, Error = FirstReason(root) };
        JsonElement actual = root.GetProperty("actual");
        bool known = actual.ValueKind == JsonValueKind.Object;
        return new Attempt
        {
            Result = outcome.GetString() == "completed" ? RunResult.Completed : GaveUp(root) ? RunResult.GaveUp : RunResult.Failed,
            TotalSeconds = known ? actual.NumberOrNull("totalSeconds") : null,
            DowntimeSeconds = known ? actual.NumberOrNull("downtimeSeconds") : null,
            TransferBytes = known ? (long?)actual.NumberOrNull("transferBytes") : null,
            Iterations = known ? (int?)actual.NumberOrNull("iterations") : null,
            TransferStartedAt = TransferStart(root),
            Error = outcome.GetString() == "completed" ? null : FirstReason(root) ?? result.Error.Trim(),
            Steps = [.. root.GetProperty("actions").EnumerateArray().Select(a => new StepTaken(
                a.GetProperty("atSeconds").GetDouble(), $"{a.GetProperty("action").GetString()}: {a.GetProperty("reason").GetString()}"))],
            Document = root,
        };
    }

    /// <summary>It ended the transfer itself, on evidence, and the guest stays.</summary>
    private static bool GaveUp(JsonElement root) =>
        root.GetProperty("actions").EnumerateArray().Any(a => a.GetProperty("action").GetString()!.Contains("abort", StringComparison.Ordinal));

    private static DateTimeOffset? TransferStart(JsonElement root) => root.GetProperty("phases").EnumerateArray()
        .Where(p => p.GetProperty("name").GetString() == "iterativePreCopy")
        .Select(p => (DateTimeOffset?)p.GetProperty("startedAt").GetDateTimeOffset())
        .FirstOrDefault();

    private static string? FirstReason(JsonElement root) =>
        root.TryGetProperty("reasons", out JsonElement reasons) && reasons.GetArrayLength() > 0
            ? $"{reasons[0].GetProperty("code").GetString()}: {reasons[0].GetProperty("message").GetString()}"
            : null;
}
