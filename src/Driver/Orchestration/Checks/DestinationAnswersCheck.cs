using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The destination answers within its bound, and says what it can do.</summary>
public sealed class DestinationAnswersCheck(ILibvirtConnector connector) : INodeCheck
{
    /// <inheritdoc/>
    public string Name => "destination-answers";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Destination;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => true;

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        try
        {
            context.Destination = await context.ConnectAsync(connector, context.DestinationUri, cancellationToken);
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException)
        {
            return CheckFinding.Fail(ReasonCodes.DestinationUnreachable, $"{context.DestinationUri} cannot be reached: {ConnectionFailure.Describe(context.DestinationUri, e.Message)}");
        }

        try
        {
            ILibvirtConnection destination = context.Destination;
            (context.DestinationRecord, context.DestinationCapabilities) =
                await context.AskCapabilitiesAsync(() => CapabilityRecordReader.Read(destination), cancellationToken);
            return CheckFinding.Pass(
                $"{context.DestinationRecord.HostName}, libvirt {context.DestinationRecord.Libvirt}, QEMU {context.DestinationRecord.Qemu?.ToString() ?? "unknown"}");
        }
        catch (LibvirtException e)
        {
            return CheckFinding.Fail(ReasonCodes.DestinationUnreachable, $"{context.DestinationUri} does not say what it can do: {e.Message}");
        }
    }
}
