using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The interface towards the destination is as fast as the bandwidth that the profile counts on.</summary>
public sealed class LinkRateCheck(IInterfaceSpeed interfaces) : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "link-rate";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Source;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => true;

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        if (context.Limits.Bandwidth is not { } wanted)
            return CheckFinding.Pass("no bandwidth is asked for");
        if (!LibvirtUri.IsLocal(context.Source.Uri) || LibvirtUri.Host(context.DestinationUri) is not { } host)
            return CheckFinding.Skip("the interface towards the destination cannot be seen from here");
        BytesPerSecond? speed = await context.AskAsync(() => interfaces.Towards(host), cancellationToken);
        return speed switch
        {
            null => CheckFinding.Skip($"the interface towards {host} does not tell its speed"),
            { } slow when slow.Value < wanted.Value => CheckFinding.Warn(
                $"the interface towards {host} sends {slow}, less than the bandwidth of {wanted}: the migration takes longer; take another network, or lower the bandwidth"),
            { } fast => CheckFinding.Pass($"the interface towards {host} sends {fast}"),
        };
    }
}
