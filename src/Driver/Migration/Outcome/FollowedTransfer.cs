using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>What was seen of a transfer that was followed to its end.</summary>
/// <param name="Stopped">Why it was aborted; null when it was not.</param>
/// <param name="PostCopySeen">Whether it was in post-copy.</param>
public readonly record struct FollowedTransfer(Reason? Stopped, bool PostCopySeen);
