namespace ShadowMig.Hosting.Commands;

/// <summary>The command was called wrongly; the message says what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);
