namespace ShadowMig.Hosting.Output;

/// <summary>What is wrong with a configuration, in JSON.</summary>
internal sealed record ConfigurationProblemDocument(int? Line, string Message);
