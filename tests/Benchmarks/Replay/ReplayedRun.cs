using System.Globalization;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Benchmarks.Replay;

/// <summary>What a migration cost, what was predicted then, and what is predicted now.</summary>
internal sealed record ReplayedRun(
    string Guest, MigrationStrategy Strategy, bool StillGo, double Seconds, double Downtime, double Mebibytes, MigrationPrediction Then, MigrationPrediction Now)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Guest,-8} {Strategy.Name(),-22} {(StillGo ? "go" : "NO-GO"),-5} total {Seconds,6:0.00} s (then {Then.TotalSeconds.P50,6:0.00}, now {Show(Now.TotalSeconds, 1)}), downtime {Downtime * 1000,4:0} ms (then {Then.DowntimeSeconds.P50 * 1000,4:0}, now {Show(Now.DowntimeSeconds, 1000)}), sent {Mebibytes,5:0} MiB (then {Then.TransferBytes.P50 / (1 << 20),5:0}, now {Show(Now.TransferBytes, 1.0 / (1 << 20))})");

    private static string Show(Estimate estimate, double factor) => string.Create(
        CultureInfo.InvariantCulture, $"{estimate.P10 * factor:0.##} – {estimate.P50 * factor:0.##} – {estimate.P90 * factor:0.##}");
}
