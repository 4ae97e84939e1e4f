namespace ShadowMig.Driver.Migration;

/// <summary>Something done to a migration in flight, with its reason.</summary>
/// <param name="At">Time since the transfer began.</param>
/// <param name="Action">What was done, in kebab case, for example start-post-copy.</param>
/// <param name="Reason">Why, one sentence.</param>
public sealed record MigrationAction(TimeSpan At, string Action, string Reason);
