using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Runs the checks in order; one that cannot be made never stops the others.</summary>
public sealed partial class Preflight(
    IEnumerable<IPreflightCheck> checks, IOptionsMonitor<PreflightOptions> options, TimeProvider timeProvider, ILogger<Preflight> logger) : IPreflight
{
    private readonly IPreflightCheck[] _checks = [.. checks];

    /// <inheritdoc/>
    public async Task<PreflightReport> CheckAsync(
        ILibvirtConnection source, string domainName, string destinationUri, MigrationLimits limits, CancellationToken cancellationToken)
    {
        await using var context = new PreflightContext(source, domainName, destinationUri, limits, options.CurrentValue, timeProvider);
        IReadOnlyList<PreflightCheck> done = await RunAsync(_checks, context, cancellationToken);
        return new()
        {
            Domain = context.Identity,
            Source = context.SourceRecord,
            Destination = context.DestinationRecord,
            SourceAvailableMemory = context.SourceAvailableMemory,
            Affinity = context.Affinity,
            Checks = done,
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PreflightCheck>> CheckNodesAsync(
        ILibvirtConnection source, string? destinationUri, MigrationLimits limits, CancellationToken cancellationToken)
    {
        await using var context = new PreflightContext(source, "", destinationUri ?? "", limits, options.CurrentValue, timeProvider);
        return await RunAsync(_checks.OfType<INodeCheck>().Where(c => destinationUri is not null || c.Side == PreflightSide.Source), context, cancellationToken);
    }

    private async Task<IReadOnlyList<PreflightCheck>> RunAsync(
        IEnumerable<IPreflightCheck> checks, PreflightContext context, CancellationToken cancellationToken)
    {
        List<PreflightCheck> done = [];
        HashSet<PreflightSide> silent = [];
        foreach (IPreflightCheck check in checks)
        {
            CheckFinding finding = await RunAsync(check, context, silent, cancellationToken);
            done.Add(new(check.Name, finding.Outcome, finding.Detail, finding.Code is null ? null : new(finding.Code, finding.Detail)));
            LogCheck(context.DomainName, check.Name, finding.Outcome, finding.Detail);
        }

        return done;
    }

    private static async Task<CheckFinding> RunAsync(
        IPreflightCheck check, PreflightContext context, HashSet<PreflightSide> silent, CancellationToken cancellationToken)
    {
        if (silent.Contains(check.Side))
            return CheckFinding.Skip($"the {Name(check.Side)} does not answer");
        if (!check.CanRun(context))
            return CheckFinding.Skip("an earlier check did not establish what this one needs");
        try
        {
            return await check.RunAsync(context, cancellationToken);
        }
        catch (TimeoutException e)
        {
            silent.Add(check.Side);
            return CheckFinding.Fail(Unreachable(check.Side), $"the {Name(check.Side)} stopped answering: {e.Message}");
        }
        catch (LibvirtException e) when (e.Code is LibvirtErrorCode.RpcError or LibvirtErrorCode.NoConnection)
        {
            silent.Add(check.Side);
            return CheckFinding.Fail(Unreachable(check.Side), $"the connection to the {Name(check.Side)} broke: {e.Message}");
        }
        catch (Exception e) when (e is LibvirtException or FormatException)
        {
            return CheckFinding.Skip($"could not be checked: {e.Message}");
        }
    }

    private static string Name(PreflightSide side) => side == PreflightSide.Source ? "source" : "destination";

    private static string Unreachable(PreflightSide side) =>
        side == PreflightSide.Source ? ReasonCodes.SourceUnreachable : ReasonCodes.DestinationUnreachable;
}
