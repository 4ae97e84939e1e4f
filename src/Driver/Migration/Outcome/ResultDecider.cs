using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>
/// The authority table of the design: libvirt's outcome and both ends' answers → result and what is to be done. Pure.
/// </summary>
public static class ResultDecider
{
    /// <summary>Decides.</summary>
    /// <param name="outcome">What is known of the transfer.</param>
    /// <param name="reading">What both ends answered, by UUID.</param>
    public static Verdict Decide(TransferOutcome outcome, OwnershipReading reading)
    {
        (GuestReading source, GuestReading destination) = reading;
        if (outcome.Call == CallOutcome.NotStarted)
            return WithoutTransfer(outcome, source, destination);
        if (outcome.PostCopyBegan || source.IsInPostCopy || destination.IsInPostCopy)
            return AfterPostCopy(outcome, reading);
        if (source.HasJob)
            return Open("the source still has a migration running");
        if (outcome.BothRan && (source.Presence == GuestPresence.Paused || destination.Presence == GuestPresence.Paused))
            return Open("both nodes ran the guest: end the copy that is not to be kept, and resume the other one if it is paused");
        return (source.Presence, destination.Presence) switch
        {
            (_, GuestPresence.Running) => TargetRuns(source),
            (_, GuestPresence.Paused) => TargetIsPaused(outcome, source, destination),
            (GuestPresence.Running, GuestPresence.Unknown) when outcome.SwitchoverBegan || outcome.WasPaused =>
                Open("the source runs the guest, but the target cannot be asked whether it does too"),
            // Before the switch-over the source is the authority, whatever became of the target.
            (GuestPresence.Running, _) => Stayed(outcome),
            (GuestPresence.Paused, GuestPresence.Unknown) =>
                Open("the target cannot be asked; the source's guest stays paused until it can"),
            (GuestPresence.Paused, _) => outcome.WasPaused || source.IsPausedBySomebody
                ? Stayed(outcome)
                : new(MigrationResult.Unknown, SettlementStep.ResumeSource, Alarm("the guest is paused on the source, and the target has none")),
            (GuestPresence.Unknown, _) => Open("the source cannot be asked, and the target does not run the guest"),
            _ => Open("the guest runs on neither node: it ended during the migration"),
        };
    }

    private static Verdict WithoutTransfer(TransferOutcome outcome, GuestReading source, GuestReading destination) => source.Presence switch
    {
        GuestPresence.Running or GuestPresence.Paused or GuestPresence.Inactive => Stayed(outcome),
        // Whoever had its lock has moved it meanwhile.
        GuestPresence.Absent when outcome.Refused && destination.Presence is (GuestPresence.Running or GuestPresence.Paused) => Stayed(outcome),
        _ => new(MigrationResult.Unknown, SettlementStep.None, outcome.Reason ?? Alarm("the guest was not seen on the source; nothing was changed")),
    };

    private static Verdict AfterPostCopy(TransferOutcome outcome, OwnershipReading reading)
    {
        (GuestReading source, GuestReading destination) = reading;
        if (reading.IsPostCopyDone)
            return new(MigrationResult.Unknown, SettlementStep.DestroySource, Alarm("the target has the guest and all of its memory, the source holds a stale copy"));
        if (reading.IsBackOnSource)
            return Open("post-copy broke before the target ran the guest, and the source runs it again; its libvirtd still holds the migration's job");
        if (reading.HasLostMemory(outcome))
            return Open("the source's QEMU ended in the middle of post-copy: memory that had not left it is lost, and the target's guest cannot do without it");
        if (reading is { IsSourceGone: true, IsDestinationGone: true })
            return Open("the guest runs on neither node: it ended in the middle of post-copy");
        return (source.Presence, destination.Presence) switch
        {
            (GuestPresence.Running, GuestPresence.Running) when !source.IsInPostCopy => BothRun(),
            (GuestPresence.Absent, GuestPresence.Running) when !destination.IsInPostCopy => new(MigrationResult.Completed),
            (GuestPresence.Inactive, GuestPresence.Running) when !destination.IsInPostCopy => new(MigrationResult.Completed, SettlementStep.UndefineSource),
            // libvirt gave up post-copy before the target ran anything: the guest never stopped being the source's.
            (GuestPresence.Running, GuestPresence.Absent) when !source.HasJob => Stayed(outcome),
            (_, GuestPresence.Running or GuestPresence.Paused) =>
                Open("post-copy is not finished: the target has the guest, part of its memory is still on the source; never resume the source's"),
            _ => Open("post-copy broke and the target does not run the guest; the source's copy is stale, never resume it"),
        };
    }

    private static Verdict TargetRuns(GuestReading source) => source.Presence switch
    {
        GuestPresence.Running => BothRun(),
        GuestPresence.Paused => new(
            MigrationResult.Unknown, SettlementStep.DestroySource, Alarm("the target runs the guest, the source still holds a paused copy")),
        GuestPresence.Inactive => new(MigrationResult.Completed, SettlementStep.UndefineSource),
        GuestPresence.Absent => new(MigrationResult.Completed),
        _ => Open("the target runs the guest, but the source cannot be asked whether its copy is gone"),
    };

    private static Verdict TargetIsPaused(TransferOutcome outcome, GuestReading source, GuestReading destination) => source.Presence switch
    {
        GuestPresence.Running when destination.HasJob => Open("the source runs the guest, and the target is still receiving"),
        GuestPresence.Paused when outcome.Call == CallOutcome.Succeeded => outcome.WasPaused
            ? new(MigrationResult.Unknown, SettlementStep.DestroySource, Alarm("the target has the guest, the source still holds a copy"))
            : Open("libvirt reports success, and the guest is paused on both nodes"),
        // Nothing but its own migration stops a copy that never ran.
        GuestPresence.Running or GuestPresence.Paused when destination.IsPausedBySomebody => Open(
            $"the target's copy {destination.Standstill}: it ran there, or may have, and the source's then knows nothing of what it wrote; "
            + "see which one is good, end the other, and resume it if it is paused"),
        GuestPresence.Running => new(
            MigrationResult.Unknown, SettlementStep.DestroyDestination, Alarm("the source runs the guest, the target holds a paused copy")),
        GuestPresence.Paused => new(
            MigrationResult.Unknown, SettlementStep.DestroyDestination, Alarm("the guest is paused on both nodes, and the target never ran it")),
        GuestPresence.Absent when outcome.WasPaused => new(MigrationResult.Completed),
        GuestPresence.Inactive when outcome.WasPaused => new(MigrationResult.Completed, SettlementStep.UndefineSource),
        GuestPresence.Unknown => Open("the guest is paused on the target, and the source cannot be asked"),
        _ => Open("the guest is on the target alone, and paused there: look why before resuming it"),
    };

    private static Verdict BothRun() =>
        new(MigrationResult.Unknown, SettlementStep.PauseSource, Alarm("both nodes run the guest: the source's is being paused; its disks may be damaged"));

    private static Verdict Stayed(TransferOutcome outcome) =>
        new(outcome.Cancelled ? MigrationResult.Cancelled : MigrationResult.Failed, SettlementStep.None, outcome.Reason);

    private static Verdict Open(string message) => new(MigrationResult.Unknown, SettlementStep.None, Alarm(message));

    private static Reason Alarm(string message) => new(ReasonCodes.OwnershipUnknown, message);
}
