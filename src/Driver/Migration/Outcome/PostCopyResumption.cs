using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>Resumes a post-copy that paused (VIR_MIGRATE_POSTCOPY_RESUME): one call at a time, with back-off, and not without end.</summary>
/// <remarks>libvirt refuses while the call that broke is still unwinding, or while QEMU has not noticed: the next attempt will do.</remarks>
internal sealed class PostCopyResumption(ILibvirtConnector connector, TransferToFollow transfer, TimeProvider timeProvider, Action<string> failed)
{
    /// <summary>So many attempts are made.</summary>
    public const int MostAttempts = 6;

    private readonly BackOff _backOff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(16));
    private TimeSpan _pause;
    private long _endedAt;
    private int _attempts;

    /// <summary>The latest attempt.</summary>
    public Task Latest { get; private set; } = Task.CompletedTask;

    /// <summary>Whether an attempt is to be made now.</summary>
    public bool IsDue(OwnershipReading reading) =>
        reading.Source.IsBrokenPostCopy && Latest.IsCompleted && CanSucceed(reading) && timeProvider.GetElapsedTime(_endedAt) >= _pause;

    /// <summary>Whether post-copy is paused, and nothing more can be done about it from here.</summary>
    public bool IsHopeless(OwnershipReading reading) => reading.Source.IsBrokenPostCopy && Latest.IsCompleted && !CanSucceed(reading);

    /// <summary>Makes an attempt if one is due; returns before it has ended.</summary>
    public async Task TryAsync(OwnershipReading reading)
    {
        if (!IsDue(reading))
            return;
        _attempts++;
        if (await transfer.PermitResume($"post-copy is paused; attempt {_attempts} of {MostAttempts}") is { } objection)
        {
            failed(objection.Message);
            Rest();
            return;
        }

        Latest = ResumeAsync(transfer.Ends.Request!);
    }

    // Without the target's QEMU nobody has the memory that is missing.
    private bool CanSucceed(OwnershipReading reading) =>
        transfer.Ends.Request is { } request && request.Flags.HasFlag(MigrationFlags.PostCopy)
        && !reading.IsDestinationGone
        && _attempts < MostAttempts;

    private async Task ResumeAsync(MigrationRequest request)
    {
        try
        {
            await BoundedCall.RunAsync(() => Resume(request), Timeout.InfiniteTimeSpan, timeProvider, CancellationToken.None);
        }
        catch (LibvirtException e)
        {
            failed(e.Message);
        }

        Rest();
    }

    private void Resume(MigrationRequest request)
    {
        using ILibvirtConnection source = connector.Open(transfer.Ends.SourceUri);
        using ILibvirtDomain? domain = source.FindDomainByUuid(transfer.Ends.Guest);
        domain?.Migrate(transfer.Ends.DestinationUri, request with { Flags = request.Flags | MigrationFlags.PostCopyResume });
    }

    private void Rest()
    {
        _endedAt = timeProvider.GetTimestamp();
        _pause = _backOff.Next();
    }
}
