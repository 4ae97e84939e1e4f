using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands;

/// <summary>Checks this node, and the way to another, for everything that a migration of any guest needs. Changes nothing.</summary>
internal sealed class NodeDoctor(GuestAccess access, IMigrationJournal journal, ILinkEstimator links, NodeChecks nodeChecks, CoordinationReader coordination)
{
    /// <summary>Makes all checks; none of them throws.</summary>
    public async Task<IReadOnlyList<PreflightCheck>> ExamineAsync(string uri, string? destinationUri, CancellationToken cancellationToken)
    {
        List<PreflightCheck> checks = [];
        NodeFacts? source = await ReachAsync(checks, "node", uri, ReasonCodes.SourceUnreachable, cancellationToken);
        if (source is not null)
            ExamineNode(checks, source);
        checks.Add(ExamineJournal());
        checks.Add(await ExamineCoordinationAsync(cancellationToken));
        NodeFacts? destination = destinationUri is null
            ? null
            : await ReachAsync(checks, "destination", destinationUri, ReasonCodes.DestinationUnreachable, cancellationToken);
        if (source is not null)
            checks.AddRange(await nodeChecks.RunAsync(uri, destination is null ? null : destinationUri, cancellationToken));
        if (destinationUri is null)
            return checks;
        if (source is not null && destination is not null)
        {
            checks.Add(ExamineIdentity(source, destination));
            checks.Add(await ExamineCpuAsync(source, destinationUri, cancellationToken));
            checks.Add(ExamineVersions(source, destination));
        }

        checks.Add(ExamineLink(uri, destinationUri));
        return checks;
    }

    private async Task<NodeFacts?> ReachAsync(
        List<PreflightCheck> checks, string name, string uri, string unreachable, CancellationToken cancellationToken)
    {
        try
        {
            await using NodeConnection node = await access.OpenAsync(uri, cancellationToken);
            NodeFacts facts = await access.ReadFactsAsync(node.Connection, cancellationToken);
            ByteCount? available = await access.ReadAvailableMemoryAsync(node.Connection, cancellationToken);
            checks.Add(new(name, CheckOutcome.Passed, $"{facts.HostName}: libvirt {facts.Libvirt}, QEMU {facts.Qemu?.ToString() ?? "unknown"}, {available} of {facts.TotalMemory} memory available"));
            return facts;
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            checks.Add(new(name, CheckOutcome.Failed, uri, new(unreachable, $"{e.Message}; check that its libvirt daemon runs and that the URI is right")));
            return null;
        }
    }

    private static void ExamineNode(List<PreflightCheck> checks, NodeFacts node)
    {
        checks.Add(node.HasKvm
            ? new("virtualization", CheckOutcome.Passed, "kvm")
            : new("virtualization", CheckOutcome.Warned, "no kvm: guests are emulated (TCG), and only page-sampling measures their dirty rate"));
        checks.Add(node.Libvirt >= new Version(8, 1)
            ? new("dirty-rate", CheckOutcome.Passed, node.HasKvm ? "page-sampling, dirty-bitmap, dirty-ring" : "page-sampling")
            : new("dirty-rate", CheckOutcome.Warned, $"libvirt {node.Libvirt} measures by page-sampling only; 8.1 or later knows better ways"));
    }

    private async Task<PreflightCheck> ExamineCoordinationAsync(CancellationToken cancellationToken)
    {
        try
        {
            CoordinationView view = await coordination.ReadAsync(cancellationToken);
            if (view.Trouble is { } trouble)
                return new("coordination", CheckOutcome.Failed, "", trouble);
            string locks = view.Locks.Count == 1 ? "1 guest is being migrated" : $"{view.Locks.Count} guests are being migrated";
            return new("coordination", CheckOutcome.Passed, view.Mode == CoordinationMode.Local
                ? $"local, in the journal: {locks}"
                : $"etcd answers: {locks}, leader: {view.Leader ?? "none"}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("coordination", CheckOutcome.Skipped, $"the journal cannot be read: {e.Message}");
        }
    }

    private PreflightCheck ExamineJournal()
    {
        try
        {
            IReadOnlyList<JournalEntry> unfinished = journal.Unfinished();
            return unfinished.Count(e => e.IsUnresolved) is > 0 and var unresolved
                ? new("journal", CheckOutcome.Warned, $"readable, {unresolved} unresolved: see 'shadowmig status'",
                    new(ReasonCodes.Unresolved, "nobody knows who has the guest; 'shadowmig status' has the commands"))
                : unfinished.Count == 0
                    ? new("journal", CheckOutcome.Passed, "readable, no migration in flight")
                    : new("journal", CheckOutcome.Passed, $"readable, {unfinished.Count} in flight: see 'shadowmig status'");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("journal", CheckOutcome.Failed, $"{e.Message}; check Migration:JournalPath and who may write there");
        }
    }

    private static PreflightCheck ExamineIdentity(NodeFacts source, NodeFacts destination) => source.HostUuid == destination.HostUuid
        ? new("different-hosts", CheckOutcome.Failed, $"{source.HostName} and {destination.HostName} have one host UUID, {source.HostUuid}",
            new(ReasonCodes.SameHost, "both URIs lead to one node, or host_uuid in libvirtd.conf must be set apart"))
        : source.HostName == destination.HostName
            ? new("different-hosts", CheckOutcome.Failed, $"both call themselves {source.HostName}", new(ReasonCodes.SameHost, "give the nodes different host names"))
            : new("different-hosts", CheckOutcome.Passed, $"{source.HostName} → {destination.HostName}");

    private async Task<PreflightCheck> ExamineCpuAsync(NodeFacts source, string destinationUri, CancellationToken cancellationToken)
    {
        if (source.CpuXml is null)
            return new("host-cpu", CheckOutcome.Skipped, "the node does not describe its processor");
        try
        {
            await using NodeConnection destination = await access.OpenAsync(destinationUri, cancellationToken);
            CpuComparison comparison = await access.AskAsync(() => destination.Connection.CompareCpu(source.CpuXml), cancellationToken);
            return comparison is CpuComparison.Identical or CpuComparison.Superset
                ? new("host-cpu", CheckOutcome.Passed, "the destination's processor has every feature of this node's")
                : new("host-cpu", CheckOutcome.Warned, "the destination's processor lacks features of this node's: guests with host-passthrough or host-model may be refused");
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            return new("host-cpu", CheckOutcome.Skipped, $"could not be compared: {e.Message}");
        }
    }

    private static PreflightCheck ExamineVersions(NodeFacts source, NodeFacts destination) => source.Qemu > destination.Qemu
        ? new("versions", CheckOutcome.Warned, $"QEMU {source.Qemu} → {destination.Qemu}: newer machine types may be missing on the destination")
        : new("versions", CheckOutcome.Passed, $"QEMU {source.Qemu?.ToString() ?? "unknown"} → {destination.Qemu?.ToString() ?? "unknown"}");

    private PreflightCheck ExamineLink(string uri, string destinationUri)
    {
        try
        {
            LinkEstimate link = links.Estimate(new(uri, destinationUri));
            return new("link", CheckOutcome.Passed, $"{link.Rate} {(link.IsMeasured ? "as seen in earlier migrations" : (link.Capacity is null ? "assumed: no migration has shown it yet" : "assumed from the interface's speed: no migration has shown it yet"))}, switch-over {Duration.Format(link.SwitchoverCost)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("link", CheckOutcome.Skipped, $"nothing is known of it: {e.Message}");
        }
    }
}
