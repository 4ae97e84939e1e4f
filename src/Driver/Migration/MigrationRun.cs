using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration;

/// <summary>One migration under way: what it follows, where it is written down, and the lock that it runs under.</summary>
internal sealed class MigrationRun(string id, MigrationPlan plan, MigrationParameters parameters, string sourceUri, MigrationOptions options, MigrationRecorder recorder) : IAsyncDisposable
{
    /// <summary>Its number in the journal.</summary>
    public string Id { get; } = id;

    /// <summary>The plan that is followed.</summary>
    public MigrationPlan Plan { get; } = plan;

    /// <summary>What the plan chose.</summary>
    public MigrationParameters Parameters { get; } = parameters;

    /// <summary>The source as this process reaches it.</summary>
    public string SourceUri { get; } = sourceUri;

    /// <summary>The settings that it began with: those of a configuration that is read meanwhile are for the next one.</summary>
    public MigrationOptions Options { get; } = options;

    /// <summary>Writes it down.</summary>
    public MigrationRecorder Recorder { get; } = recorder;

    /// <summary>How things were before; null until something is about to be changed.</summary>
    public BeforeTransfer? Before { get; set; }

    /// <summary>Its ends.</summary>
    public TransferEnds Ends => new(SourceUri, Plan.Destination, Plan.Domain.Uuid, Before?.Request);

    /// <summary>The guest's lock; null until it was taken.</summary>
    public GuestLock? Lock { get; set; }

    /// <summary>Why nothing may be changed any more; asks the lock's store.</summary>
    public async Task<Reason?> ObjectionAsync() => Lock is null ? null : await Lock.ConfirmAsync();

    /// <summary>Gives the lock back.</summary>
    public ValueTask DisposeAsync() => Lock?.DisposeAsync() ?? ValueTask.CompletedTask;
}
