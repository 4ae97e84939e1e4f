using System.Globalization;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Running;

namespace ShadowMig.Benchmarks.Parts;

/// <summary>A run in one line for people. Pure.</summary>
internal static class RunText
{
    public static string Line(RunRecord run)
    {
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Policy,-32} {run.Result,-9} total {run.TotalSeconds,6:0.00} s, downtime {run.DowntimeSeconds * 1000,5:0} ms, blackout {run.BlackoutSeconds * 1000,5:0} ms, sent {run.TransferBytes / 1048576.0,6:0} MiB in {run.Iterations,3} rounds, work lost {run.WorkLostSeconds,5:0.00} s, wall {run.WallSeconds,5:0.0} s");
        if (run.LimitsBroken.Count > 0)
            figures += $", broke {string.Join(" and ", run.LimitsBroken)}";
        if (run.Document is { } document)
            figures += Plan(document);
        if (!run.GuestWhole)
            figures += ", GUEST NOT WHOLE";
        return run.Error is null ? figures : $"{figures} ({run.Error.Split('\n')[0]})";
    }

    private static string Plan(System.Text.Json.JsonElement document)
    {
        string prefix = document.At("plan") is null ? "" : "plan.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $", planned {document.TextOrNull(prefix + "strategy") ?? "nothing"} {document.NumberOrNull(prefix + "prediction.totalSeconds.p50"):0.00} s {document.NumberOrNull(prefix + "prediction.downtimeSeconds.p50") * 1000:0} ms");
    }
}
