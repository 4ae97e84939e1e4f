using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Carries out what <see cref="ResultDecider"/> says. It cannot be cancelled: half a settlement is worse than none.</summary>
public sealed partial class Settlement(
    IOwnershipResolver resolver,
    ILibvirtConnector connector,
    IOptionsMonitor<MigrationOptions> options,
    TimeProvider timeProvider,
    ILogger<Settlement> logger) : ISettlement
{
    private const int MostSteps = 3;

    private MigrationOptions Options => options.CurrentValue;

    /// <inheritdoc/>
    public async Task<Settled> SettleAsync(
        string sourceUri, string destinationUri, Guid uuid, TransferOutcome outcome,
        Func<SettlementStep, string, Task<Reason?>> permit, GuestLock? guard)
    {
        var reasons = new List<Reason>();
        for (int steps = 0; ; steps++)
        {
            (OwnershipReading reading, bool isSteady) = await AskAsync(sourceUri, destinationUri, uuid, outcome);
            Verdict verdict = ResultDecider.Decide(outcome, reading);
            if (verdict.Step == SettlementStep.None || steps == MostSteps)
                return new(verdict.Result, reading, With(reasons, verdict.Reason));
            if (!isSteady)
                return new(verdict.Result, reading, With(With(reasons, verdict.Reason), Unsteady(verdict.Step)));
            string why = verdict.Reason?.Message ?? "the target runs the guest, the source still has its definition";
            Reason? trouble = await permit(verdict.Step, why) ?? await TakeAsync(verdict.Step, why, sourceUri, destinationUri, uuid, guard);
            if (trouble is not null)
                return new(verdict.Result, reading, With(With(reasons, verdict.Reason), trouble));
            // Both ran: whatever comes next is a person's decision.
            if (verdict.Step == SettlementStep.PauseSource)
            {
                reading = await resolver.ResolveAsync(sourceUri, destinationUri, uuid, _ => true, CancellationToken.None);
                return new(MigrationResult.Unknown, reading, With(reasons, verdict.Reason));
            }
        }
    }

    private async Task<(OwnershipReading Reading, bool IsSteady)> AskAsync(string sourceUri, string destinationUri, Guid uuid, TransferOutcome outcome)
    {
        var steadiness = new Steadiness(outcome);
        OwnershipReading reading = await resolver.ResolveAsync(sourceUri, destinationUri, uuid, steadiness.IsSettled, CancellationToken.None);
        if (steadiness.Step == SettlementStep.None || steadiness.IsSteady)
            return (reading, steadiness.IsSteady);
        // Slow answers may use the bound up before there are two.
        await Task.Delay(Options.OwnershipRetry, timeProvider);
        reading = await resolver.ResolveAsync(sourceUri, destinationUri, uuid, r => steadiness.IsSettled(r) || true, CancellationToken.None);
        return (reading, steadiness.IsSteady);
    }

    private Reason Unsteady(SettlementStep step) => new(ReasonCodes.OwnershipUnknown, string.Create(
        CultureInfo.InvariantCulture,
        $"{Name(step)} was not done: what the nodes answered was not the same twice within {Options.OwnershipBound.TotalSeconds:0.#} s"));

    private async Task<Reason?> TakeAsync(SettlementStep step, string why, string sourceUri, string destinationUri, Guid uuid, GuestLock? guard)
    {
        using CancellationTokenSource givenUp = new();
        CancellationToken late = givenUp.Token;
        LogStep(uuid, step, why);
        try
        {
            await BoundedCall.RunAsync(
                () => Take(step, sourceUri, destinationUri, uuid, guard, late),
                Options.ConnectBound + (2 * Options.CallBound), timeProvider, CancellationToken.None);
            return null;
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException or InvalidOperationException or GuestLockLostException)
        {
            await givenUp.CancelAsync();
            LogStepFailed(uuid, step, e.Message);
            return e is GuestLockLostException lost ? lost.Reason : new(ReasonCodes.OwnershipUnknown, $"{Name(step)} failed: {e.Message}");
        }
    }

    private void Take(SettlementStep step, string sourceUri, string destinationUri, Guid uuid, GuestLock? guard, CancellationToken givenUp)
    {
        if (step == SettlementStep.UndefineSource)
            RequireDefinition(destinationUri, uuid);
        using ILibvirtConnection connection = connector.Open(step == SettlementStep.DestroyDestination ? destinationUri : sourceUri);
        using ILibvirtDomain? domain = connection.FindDomainByUuid(uuid);
        if (domain is null)
            return;
        // A hung daemon may answer when nobody waits any more, and the guest's lock is somebody else's.
        guard?.Require();
        givenUp.ThrowIfCancellationRequested();
        switch (step)
        {
            case SettlementStep.DestroySource or SettlementStep.DestroyDestination:
                domain.Destroy();
                break;
            case SettlementStep.UndefineSource:
                domain.Undefine();
                break;
            case SettlementStep.ResumeSource:
                domain.Resume();
                break;
            case SettlementStep.PauseSource:
                domain.Suspend();
                break;
        }
    }

    // The last definition of a guest is never removed.
    private void RequireDefinition(string destinationUri, Guid uuid)
    {
        using ILibvirtConnection connection = connector.Open(destinationUri);
        using ILibvirtDomain? domain = connection.FindDomainByUuid(uuid);
        if (domain is not { IsPersistent: true })
            throw new InvalidOperationException("the target has no persistent definition of the guest, so the source keeps its own");
    }

    /// <summary>The name of a step as actions and logs write it.</summary>
    public static string Name(SettlementStep step) => step switch
    {
        SettlementStep.DestroySource => "destroy-source",
        SettlementStep.UndefineSource => "undefine-source",
        SettlementStep.ResumeSource => "resume-source",
        SettlementStep.DestroyDestination => "destroy-destination",
        SettlementStep.PauseSource => "pause-source",
        _ => "none",
    };

    private static List<Reason> With(List<Reason> reasons, Reason? reason)
    {
        if (reason is not null && !reasons.Contains(reason))
            reasons.Add(reason);
        return reasons;
    }

    // A step is taken only on answers that were the same twice: daemons may still be settling by themselves.
    private sealed class Steadiness(TransferOutcome outcome)
    {
        /// <summary>What the latest answer asks for.</summary>
        public SettlementStep Step { get; private set; }

        /// <summary>Whether the answer before it asked for the same.</summary>
        public bool IsSteady { get; private set; }

        public bool IsSettled(OwnershipReading reading)
        {
            bool isGoing = reading.Source.IsGoing || reading.Destination.IsGoing;
            Verdict verdict = ResultDecider.Decide(outcome, reading);
            SettlementStep step = isGoing ? SettlementStep.None : verdict.Step;
            (IsSteady, Step) = (step != SettlementStep.None && step == Step, step);
            return IsSteady || (verdict.IsFinal && !isGoing);
        }
    }
}
