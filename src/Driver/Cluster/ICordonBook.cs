namespace ShadowMig.Driver.Cluster;

/// <summary>Which nodes are cordoned. Members throw <see cref="IOException"/> when the book cannot be read or written.</summary>
public interface ICordonBook
{
    /// <summary>All cordons, by node.</summary>
    Task<IReadOnlyList<Cordon>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Cordons a node; one that is cordoned already keeps its time and takes the new reason, if there is one.</summary>
    Task SetAsync(Cordon cordon, CancellationToken cancellationToken);

    /// <summary>Lifts a cordon.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> LiftAsync(string node, CancellationToken cancellationToken);
}
