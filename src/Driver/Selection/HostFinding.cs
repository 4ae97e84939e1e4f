using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>Something that a decision found about a host.</summary>
public sealed record HostFinding(string Host, Reason Reason);
