namespace ShadowMig.Driver.Monitoring;

/// <summary>Where the latest snapshot is; reading it never waits.</summary>
public interface ISnapshotSource
{
    /// <summary>The latest snapshot; an empty one before the first tick.</summary>
    NodeSnapshot Latest { get; }

    /// <summary>Told of each snapshot when it is there; who listens must not keep the sampler waiting.</summary>
    event Action<NodeSnapshot>? Published;
}
