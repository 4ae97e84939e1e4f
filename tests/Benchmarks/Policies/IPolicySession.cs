namespace ShadowMig.Benchmarks.Policies;

/// <summary>A policy at work on one migration. Pure but for what it remembers of earlier readings.</summary>
internal interface IPolicySession
{
    /// <summary>Looks at the transfer; called every <see cref="IPeerPolicy.PollInterval"/>.</summary>
    /// <returns>What to do now; null for nothing.</returns>
    PolicyStep? Look(PolicyReading reading);
}
