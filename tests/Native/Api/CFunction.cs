namespace ShadowMig.Native.Tests.Api;

/// <summary>A function's return and parameter types as C writes them.</summary>
internal sealed record CFunction(string Return, IReadOnlyList<string> Parameters);
