namespace ShadowMig.Hosting.Output;

/// <summary>What <c>check-config --json</c> prints.</summary>
internal sealed record ConfigurationDocument(string File, bool Valid, IReadOnlyList<ConfigurationProblemDocument> Problems);
