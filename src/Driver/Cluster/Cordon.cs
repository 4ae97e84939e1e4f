namespace ShadowMig.Driver.Cluster;

/// <summary>A node that is to take no more guests.</summary>
/// <param name="Node">Its name in the inventory.</param>
/// <param name="Reason">Why, in the operator's words; null when nothing was said.</param>
/// <param name="At">Since when.</param>
public sealed record Cordon(string Node, string? Reason, DateTimeOffset At);
