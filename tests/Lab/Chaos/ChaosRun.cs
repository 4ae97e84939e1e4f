using System.Text.Json;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests.Chaos;

/// <summary>
/// One run: a guest, a migration, a fault; then what must hold whatever happened. Nothing is lost, nothing runs twice or is left
/// paused, what was reported is what is, nothing is left behind, and a second attempt succeeds.
/// </summary>
internal sealed class ChaosRun(VirtualLab lab, ShadowMigCli cli, ChaosCase chaos)
{
    /// <summary>Section Coordination of the configuration that runs need: a process that died is not waited for longer than this.</summary>
    public const string Coordination = """{ "LeaseSeconds": 5 }""";

    private const string Guest = "subject";

    private static readonly TimeSpan LongestMigration = TimeSpan.FromSeconds(180);

    private readonly List<string> _violations = [];

    private LabHost Source => lab[0];

    private LabHost Target => lab[1];

    // What ended the guest shows at the first look.
    private TimeSpan LongestRecovery => TimeSpan.FromSeconds(chaos.MayEndTheGuest ? 15 : 120);

    /// <summary>How it ended, in a few words.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>Runs it.</summary>
    /// <returns>What did not hold; empty when all did.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        try
        {
            await lab.LinkAsync(Source, $"{chaos.Link}MiB/s");
            await lab.LinkAsync(Target, $"{chaos.Link}MiB/s");
            await lab.StartGuestAsync(Guest, Source, [.. chaos.GuestOptions]);
            string tunables = await TunablesAsync();
            CommandResult end = await MigrateAsync();
            GuestTruth truth = await SettleAsync(end);
            Summary = $"exit code {end.ExitCode}, {truth}";
            await CheckAsync(end, truth, tunables);
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException or JsonException)
        {
            _violations.Add(e.Message);
        }
        finally
        {
            await CleanAsync();
        }

        return _violations;
    }

    private async Task<CommandResult> MigrateAsync()
    {
        using RunningCommand migration = cli.Start(["-c", Source.Uri, "migrate", Guest, "--to", Target.Uri, .. chaos.MigrateOptions, "--json"]);
        FaultInjector fault = new(lab, cli, chaos, Guest, migration);
        try
        {
            await UntilMomentAsync(migration);
            await fault.BeginAsync();
            await Task.Delay(chaos.Length);
        }
        finally
        {
            await fault.EndAsync();
        }

        CommandResult end = await migration.WaitAsync(LongestMigration);
        // What could not be mended in the middle of a switch-over, such as a guest that somebody paused, can be now.
        await fault.EndAsync();
        return end;
    }

    private async Task UntilMomentAsync(RunningCommand migration)
    {
        if (chaos.Moment == Moment.Before)
        {
            await Task.Delay(TimeSpan.FromSeconds(4) * chaos.Place);
            return;
        }

        if (chaos.Moment == Moment.PostCopy)
        {
            await BeginsAsync(migration, async () => (await Source.VirshAsync("domstate", Guest, "--reason")).Output.Contains("post-copy", StringComparison.Ordinal));
            return;
        }

        bool begun = await BeginsAsync(
            migration, async () => (await Source.VirshAsync("domjobinfo", Guest)).Output.Contains("Outgoing migration", StringComparison.Ordinal));
        (double from, double to) = chaos.Moment switch
        {
            Moment.FirstPass => (0.0, 0.8),
            Moment.SwitchOver => (0.85, 1.15),
            _ => (1.15, 1.8),
        };
        if (begun)
            await Task.Delay(chaos.FirstPass * (from + ((to - from) * chaos.Place)));
    }

    // False when it ended, or would not begin; both are no matter of the fault's moment.
    private static async Task<bool> BeginsAsync(RunningCommand migration, Func<Task<bool>> begun)
    {
        for (int attempt = 0; attempt < 300 && !migration.HasEnded; attempt++)
        {
            if (await begun())
                return true;
            await Task.Delay(100);
        }

        return false;
    }

    /// <summary>What an operator does where it is not known how a migration ended: <c>shadowmig recover</c>.</summary>
    private async Task<GuestTruth> SettleAsync(CommandResult end)
    {
        GuestTruth first = await GuestTruth.ReadAsync(lab, Guest);
        Require(!(first.RunsOnSource && first.RunsOnTarget), $"the guest runs twice: {first}");
        if (end.ExitCode is not (5 or 137))
            return first is { RunsOnSource: true, Target: not null } && SaysNothingOfTheTarget(end) ? await WithoutLeftoverAsync() : first;

        long started = TimeProvider.System.GetTimestamp();
        CommandResult recovered = await cli.RunAsync("recover");
        while (recovered.ExitCode != 0 && !BothRan(recovered) && TimeProvider.System.GetElapsedTime(started) < LongestRecovery)
        {
            await Task.Delay(TimeSpan.FromSeconds(3));
            recovered = await cli.RunAsync("recover");
        }

        if (BothRan(recovered))
            recovered = await KeepTheTargetsAsync();
        // What ended the guest, or broke post-copy, leaves what only a person can settle.
        Require(recovered.ExitCode == 0 || chaos.MayEndTheGuest, $"not settled within {LongestRecovery.TotalSeconds} s: {recovered}");
        return await GuestTruth.ReadAsync(lab, Guest);
    }

    /// <summary>
    /// What a person does where libvirt let both nodes run the guest, and ShadowMig paused the source's: the target's is kept, as the
    /// advice says.
    /// </summary>
    private async Task<CommandResult> KeepTheTargetsAsync()
    {
        Require(await Source.StateAsync(Guest) == "paused", "both nodes ran the guest, and the source's is not paused");
        await Source.VirshAsync("destroy", Guest);
        return await cli.RunAsync("recover");
    }

    // The target's daemon was away at the end. When it is back it takes away what it had prepared; nobody else can.
    private async Task<GuestTruth> WithoutLeftoverAsync()
    {
        for (int attempt = 0; ; attempt++)
        {
            GuestTruth truth = await GuestTruth.ReadAsync(lab, Guest);
            if (truth.Target is null || attempt == 30)
                return truth;
            await Task.Delay(500);
        }
    }

    private bool BothRan(CommandResult recovered) =>
        chaos.SilencesTheTarget && recovered.ExitCode != 0 && recovered.Output.Contains("both nodes ran the guest", StringComparison.Ordinal);

    private static bool SaysNothingOfTheTarget(CommandResult end)
    {
        using var report = JsonDocument.Parse(end.Output);
        return report.RootElement.TryGetProperty("ownership", out JsonElement ownership) && ownership.GetProperty("destination").GetString() == "unknown";
    }

    private async Task CheckAsync(CommandResult end, GuestTruth truth, string tunables)
    {
        Require(!(truth.RunsOnSource && truth.RunsOnTarget), $"the guest runs twice: {truth}");
        Require(end.ExitCode is 0 or 3 or 4 or 5 or 130 or 137, $"exit code {end.ExitCode}: {end}");
        Require(chaos.Ends.Count == 0 || chaos.Ends.Contains(end.ExitCode), $"exit code {end.ExitCode} and not {string.Join(" or ", chaos.Ends)}: {end}");
        Require(end.ExitCode != 5 || chaos.MayHideTheEnd, $"it should be known how this ended: {end}");
        if (chaos.MayEndTheGuest && ((!truth.RunsOnSource && !truth.RunsOnTarget) || IsBackOnSource(end, truth) || HasLostMemory(end, truth)))
        {
            await StartAgainAsync(end, truth);
            return;
        }

        Require(truth.RunsOnSource || truth.RunsOnTarget, $"the guest does not run: {truth}, {end}");
        Require(end.ExitCode != 0 || truth is { RunsOnTarget: true, Source: null }, $"reported as completed: {truth}, {end}");
        bool movedByAnother = chaos.Fault == Fault.MigrateTwice && end.ExitCode == 3;
        Require(movedByAnother || end.ExitCode is not (3 or 4 or 130) || truth is { RunsOnSource: true, Target: null }, $"reported as safe on the source: {truth}, {end}");
        Require(truth.Source is null || truth.Target is null, $"a copy is left behind: {truth}");
        CommandResult check = await lab.CheckGuestAsync(Guest);
        Require(check.ExitCode == 0, $"the guest lost memory: {check}");
        if (truth.RunsOnSource)
            Require(await TunablesAsync() == tunables, $"before: {tunables}; after: {await TunablesAsync()}");
        await CheckResidueAsync();
        await CheckSecondAttemptAsync(truth);
    }

    // Post-copy broke before the target ran the guest: its source runs it again, and libvirt holds the migration's job until the guest is started anew.
    private bool IsBackOnSource(CommandResult end, GuestTruth truth) =>
        chaos.Strategy == "post-copy" && end.ExitCode == 5 && truth is { RunsOnSource: true, Target: "shut off" };

    // The source's QEMU ended in post-copy: what it had not sent is lost.
    private bool HasLostMemory(CommandResult end, GuestTruth truth) =>
        chaos.Strategy == "post-copy" && end.ExitCode == 5 && truth is { RunsOnTarget: true, Source: null or "shut off" };

    /// <summary>
    /// What a person does whose guest ended, or must: takes away what is left of it, starts the source's daemon anew where the report says
    /// so, closes the migration, and starts the guest where it is defined.
    /// </summary>
    private async Task StartAgainAsync(CommandResult end, GuestTruth truth)
    {
        string advice = (await cli.JsonAsync("status")).ToString();
        if (HasLostMemory(end, truth))
            Require(advice.Contains("memory that had not left it is lost", StringComparison.Ordinal), $"nothing is said of lost memory: {advice}");
        foreach (LabHost host in lab.Hosts)
            await host.VirshAsync("destroy", Guest);
        if (advice.Contains("systemctl try-restart libvirtd", StringComparison.Ordinal))
        {
            await lab.DaemonAsync(Source, "stop");
            await lab.DaemonAsync(Source, "start");
        }

        LabHost home = await Source.StateAsync(Guest) is null ? Target : Source;
        await (home == Source ? Target : Source).VirshAsync("undefine", Guest);
        foreach (JsonElement open in (await cli.JsonAsync("status")).At("migrations").EnumerateArray())
        {
            CommandResult closed = await cli.RunAsync("recover", open.GetProperty("id").GetString()!, "--close");
            Require(closed.ExitCode == 0, $"not closed: {closed}");
        }

        CommandResult started = await home.VirshAsync("start", Guest);
        Require(started.ExitCode == 0, $"the guest cannot be started again: {started}");
        await CheckResidueAsync();
        await CheckSecondAttemptAsync(await GuestTruth.ReadAsync(lab, Guest));
    }

    private async Task CheckResidueAsync()
    {
        CliDocument status = await StatusAsync();
        Require(status.At("migrations").EnumerateArray().All(IsBeforeItsLock), $"the journal holds it as running: {status}");
        Require(status.At("coordination.locks").GetArrayLength() == 0, $"a lock is left behind: {status}");
        CliDocument nodes = await cli.JsonAsync("nodes");
        Require(
            nodes.At("nodes").EnumerateArray().All(n => n.GetProperty("reservedBytes") is not { ValueKind: JsonValueKind.Number } reserved || reserved.GetInt64() == 0),
            $"memory is still reserved: {nodes}");
    }

    // The lock of a process that was killed lapses with its lease.
    private async Task<CliDocument> StatusAsync()
    {
        for (int attempt = 0; ; attempt++)
        {
            CliDocument status = await cli.JsonAsync("status");
            if (chaos.Fault != Fault.KillRunner || status.At("coordination.locks").GetArrayLength() == 0 || attempt == 20)
                return status;
            await Task.Delay(500);
        }
    }

    // Without a lock it has changed nothing; its process may live, so nobody closes it for two minutes.
    private static bool IsBeforeItsLock(JsonElement migration) => migration.GetProperty("lockToken").ValueKind == JsonValueKind.Null;

    // The link's rate that the first attempt taught is not that of this one, and limits are not the subject.
    private async Task CheckSecondAttemptAsync(GuestTruth truth)
    {
        foreach (LabHost host in lab.Hosts)
            await lab.LinkAsync(host, "none");
        (LabHost from, LabHost to) = truth.RunsOnSource ? (Source, Target) : (Target, Source);
        CliDocument again = await cli.MigrateAsync(Guest, from, to, "--max-downtime", "10s");
        Require(again.ExitCode == 0, $"a second attempt fails: {again}");
        CommandResult check = await lab.CheckGuestAsync(Guest);
        Require(check.ExitCode == 0, $"the guest lost memory in the second attempt: {check}");
    }

    /// <summary>What a migration may change of the source's guest, and must put back.</summary>
    private async Task<string> TunablesAsync()
    {
        CommandResult speed = await Source.VirshAsync("migrate-getspeed", Guest);
        CommandResult downtime = await Source.VirshAsync("migrate-getmaxdowntime", Guest);
        return $"speed {speed.Output.Trim()}, max-downtime {downtime.Output.Trim()}";
    }

    // Whatever went wrong, the next run finds two hosts that work.
    private async Task CleanAsync()
    {
        foreach (LabHost host in _violations.Count > 0 ? lab.Hosts : [])
        {
            await lab.CutAsync(host, "none");
            // A job that libvirt holds for good would keep the guest for good, too.
            await lab.DaemonAsync(host, "stop");
            await lab.DaemonAsync(host, "start");
        }

        await lab.DestroyGuestAsync(Guest);
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
            _violations.Add(otherwise);
    }
}
