namespace ShadowMig.Benchmarks.Policies;

/// <summary>What a policy does to a running transfer.</summary>
internal abstract record PolicyStep
{
    /// <summary>Allow a longer or shorter pause.</summary>
    public sealed record SetDowntime(TimeSpan Limit) : PolicyStep;

    /// <summary>Switch to post-copy.</summary>
    public sealed record StartPostCopy : PolicyStep;

    /// <summary>Give up; the guest stays on the source.</summary>
    public sealed record Abort : PolicyStep;
}
