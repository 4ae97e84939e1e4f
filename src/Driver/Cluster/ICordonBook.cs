namespace ShadowMig.Driver.Cluster;

/// <summary>Which nodes are cordoned. Members throw <see cref="IOException"/> when the book cannot be read or written.</summary>
public interface ICordonBook
{
    /// <summary>All cordons, by node.</summary>
    IReadOnlyList<Cordon> All();

    /// <summary>Cordons a node; one that is cordoned already keeps its time and takes the new reason, if there is one.</summary>
    void Set(Cordon cordon);

    /// <summary>Lifts a cordon.</summary>
    /// <returns>Whether there was one.</returns>
    bool Lift(string node);
}
