using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>The source answers, and says what it can do.</summary>
public sealed class SourceAnswersCheck : INodeCheck
{
    /// <inheritdoc/>
    public string Name => "source-answers";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Source;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => true;

    /// <inheritdoc/>
    public async Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        try
        {
            (context.SourceRecord, context.SourceCapabilities) =
                await context.AskCapabilitiesAsync(() => CapabilityRecordReader.Read(context.Source), cancellationToken);
            context.SourceAvailableMemory = await context.AskAvailableMemoryAsync(context.Source, cancellationToken);
            return CheckFinding.Pass(
                $"{context.SourceRecord.HostName}, libvirt {context.SourceRecord.Libvirt}, QEMU {context.SourceRecord.Qemu?.ToString() ?? "unknown"}");
        }
        catch (LibvirtException e)
        {
            return CheckFinding.Fail(ReasonCodes.SourceUnreachable, $"the source does not answer: {e.Message}");
        }
    }
}
