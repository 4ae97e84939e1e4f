using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Says what the way between two nodes gives to a migration.</summary>
public interface ILinkEstimator
{
    /// <summary>
    /// The estimate for one pair of nodes: learned from the journal if there was a migration, else from the speed of this
    /// node's interface towards the other, else an assumption.
    /// </summary>
    LinkEstimate Estimate(LinkEnds ends);
}
