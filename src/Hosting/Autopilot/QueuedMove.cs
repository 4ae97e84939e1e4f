using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Autopilot;

/// <summary>A move that was decided and has not ended.</summary>
internal sealed class QueuedMove(string decisionId, DecidedMove move)
{
    /// <summary>The decision that it comes of.</summary>
    public string DecisionId { get; } = decisionId;

    /// <summary>The move.</summary>
    public DecidedMove Move { get; } = move;

    /// <summary>Set when it was begun.</summary>
    public Task? Run { get; set; }

    /// <summary>Whether it takes or gives a guest of this node.</summary>
    public bool Concerns(string node) => Move.From == node || Move.To == node;
}
