namespace ShadowMig.Hosting.Output;

/// <summary>What <c>nodes --json</c> prints.</summary>
internal sealed record NodesDocument(IReadOnlyList<NodeDocument> Nodes);
