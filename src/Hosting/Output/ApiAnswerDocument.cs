namespace ShadowMig.Hosting.Output;

/// <summary>What the API answers to an action or a refused request.</summary>
internal sealed record ApiAnswerDocument(string Answer, string Message);
