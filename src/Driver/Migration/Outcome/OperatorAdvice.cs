using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>What both ends answered of an unresolved migration → commands for a person, in order. Pure.</summary>
public static class OperatorAdvice
{
    private static readonly (MigrationFlags Flag, string Option)[] Options =
    [
        (MigrationFlags.Live, "--live"),
        (MigrationFlags.PeerToPeer, "--p2p"),
        (MigrationFlags.PersistDestination, "--persistent"),
        (MigrationFlags.UndefineSource, "--undefinesource"),
        (MigrationFlags.AbortOnError, "--abort-on-error"),
        (MigrationFlags.Tls, "--tls"),
        (MigrationFlags.PostCopy, "--postcopy"),
    ];

    private static OperatorCommand FreeSource { get; } =
        new("at the source, whose libvirt may hold the migration until then; guests run on", "systemctl try-restart libvirtd virtqemud");

    /// <summary>Gives the commands.</summary>
    /// <param name="id">The migration.</param>
    /// <param name="transfer">Its ends, its guest and the request it was begun with.</param>
    /// <param name="outcome">What is known of the transfer.</param>
    /// <param name="reading">What both ends answered last.</param>
    public static IReadOnlyList<OperatorCommand> For(string id, TransferEnds transfer, TransferOutcome outcome, OwnershipReading reading) =>
    [
        new("what the source says", Virsh(transfer.SourceUri, $"domstate --reason {transfer.Guest}")),
        new("what the target says", Virsh(transfer.DestinationUri, $"domstate --reason {transfer.Guest}")),
        .. Remedy(id, transfer, outcome, reading),
        new("afterwards, to have it proven", $"shadowmig recover {id}"),
        new("only when you have seen to the guest yourself: closes the migration without proof", $"shadowmig recover {id} --close"),
    ];

    private static IEnumerable<OperatorCommand> Remedy(string id, TransferEnds transfer, TransferOutcome outcome, OwnershipReading reading)
    {
        (GuestReading source, GuestReading destination) = reading;
        if (reading.HasLostMemory(outcome))
            return LostMemory(transfer, source);
        if (source.IsInPostCopy || destination.IsInPostCopy)
            return PostCopy(transfer, reading);
        if (source.HasJob)
        {
            return
            [
                new("how far it is", Virsh(transfer.SourceUri, $"domjobinfo {transfer.Guest}")),
                new("to end it with the guest on the source", $"shadowmig cancel {id}"),
            ];
        }

        OperatorCommand[] freeSource = outcome.PostCopyBegan ? [FreeSource] : [];
        return (source.Presence, destination.Presence) switch
        {
            (GuestPresence.Running or GuestPresence.Paused, GuestPresence.Running or GuestPresence.Paused) when outcome.BothRan || IsRunning(source, destination) =>
            [
                new("if the target's copy is the good one", Virsh(transfer.SourceUri, $"destroy {transfer.Guest}")),
                new("if the source's copy is the good one, first", Virsh(transfer.DestinationUri, $"destroy {transfer.Guest}")),
                new("and then", Virsh(transfer.SourceUri, $"resume {transfer.Guest}")),
            ],
            (GuestPresence.Running or GuestPresence.Paused, GuestPresence.Paused) when destination.IsPausedBySomebody =>
            [
                new("if the target's copy is the good one, as it is if it ran there: first", Virsh(transfer.SourceUri, $"destroy {transfer.Guest}")),
                new("and then, when what stopped it is mended", Virsh(transfer.DestinationUri, $"resume {transfer.Guest}")),
                new("if the source's copy is the good one, first", Virsh(transfer.DestinationUri, $"destroy {transfer.Guest}")),
                .. source.Presence == GuestPresence.Running
                    ? Array.Empty<OperatorCommand>()
                    : [new("and then", Virsh(transfer.SourceUri, $"resume {transfer.Guest}"))],
            ],
            (GuestPresence.Paused, GuestPresence.Unknown) =>
                [new("only if the target's machine is off for certain, or both would run the guest", Virsh(transfer.SourceUri, $"resume {transfer.Guest}"))],
            (GuestPresence.Absent or GuestPresence.Inactive, GuestPresence.Paused) =>
                [new("if nothing is wrong with it there", Virsh(transfer.DestinationUri, $"resume {transfer.Guest}"))],
            (GuestPresence.Inactive, GuestPresence.Absent) =>
            [
                .. freeSource,
                new("to start it anew", Virsh(transfer.SourceUri, $"start {transfer.Guest}")),
            ],
            (GuestPresence.Inactive, GuestPresence.Inactive) =>
            [
                new("to start it anew", Virsh(transfer.DestinationUri, $"start {transfer.Guest}")),
                .. freeSource,
                new("and then, so that nobody starts it twice", Virsh(transfer.SourceUri, $"undefine {transfer.Guest}")),
            ],
            (GuestPresence.Absent, GuestPresence.Inactive) => [new("to start it anew", Virsh(transfer.DestinationUri, $"start {transfer.Guest}"))],
            _ => [],
        };
    }

    private static IEnumerable<OperatorCommand> PostCopy(TransferEnds transfer, OwnershipReading reading)
    {
        if (reading.IsPostCopyDone)
            return [new("the target has all of its memory; end the source's stale copy", Virsh(transfer.SourceUri, $"destroy {transfer.Guest}"))];
        if (reading.IsBackOnSource)
            return [new("the guest runs here again; whether it works is for its users to see", Virsh(transfer.SourceUri, $"domjobinfo {transfer.Guest}"))];
        if (reading.IsDestinationGone)
        {
            return
            [
                KeepDefinition(transfer, transfer.SourceUri),
                new("the target's QEMU is gone and took memory with it; never resume the source's stale copy, end it", Virsh(transfer.SourceUri, $"destroy {transfer.Guest}")),
                new("to start the guest anew, from its disks", Virsh(transfer.SourceUri, $"create {transfer.Guest}.xml")),
            ];
        }

        if (!reading.Source.IsBrokenPostCopy)
            return [new("how far it is", Virsh(transfer.SourceUri, $"domjobinfo {transfer.Guest}"))];
        MigrationFlags flags = transfer.Request?.Flags ?? MigrationFlags.Live | MigrationFlags.PeerToPeer | MigrationFlags.PostCopy;
        string options = string.Join(' ', Options.Where(o => flags.HasFlag(o.Flag)).Select(o => o.Option));
        return
        [
            new("when the link is back; never resume the source",
                Virsh(transfer.SourceUri, $"migrate {options} --postcopy-resume {transfer.Guest} {transfer.DestinationUri}")),
        ];
    }

    private static IEnumerable<OperatorCommand> LostMemory(TransferEnds transfer, GuestReading source) =>
    [
        .. source.Presence == GuestPresence.Inactive ? Array.Empty<OperatorCommand>() : [KeepDefinition(transfer, transfer.DestinationUri)],
        new("what it lost cannot be had again; to end what is left of it at the target", Virsh(transfer.DestinationUri, $"destroy {transfer.Guest}")),
        FreeSource,
        new("to start the guest anew, from its disks",
            Virsh(transfer.SourceUri, source.Presence == GuestPresence.Inactive ? $"start {transfer.Guest}" : $"create {transfer.Guest}.xml")),
    ];

    // A guest that is defined nowhere is gone with its last copy.
    private static OperatorCommand KeepDefinition(TransferEnds transfer, string uri) =>
        new("to keep its definition", $"{Virsh(uri, $"dumpxml --inactive --security-info {transfer.Guest}")} > {transfer.Guest}.xml");

    private static bool IsRunning(GuestReading source, GuestReading destination) =>
        source.Presence == GuestPresence.Running && destination.Presence == GuestPresence.Running;

    private static string Virsh(string uri, string command) => $"virsh -c {uri} {command}";
}
