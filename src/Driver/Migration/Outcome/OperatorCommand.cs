namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>A command for a person, and when it is the right one.</summary>
/// <param name="Purpose">What it is for; where it could do harm, the condition that must hold.</param>
/// <param name="Command">The command line.</param>
public sealed record OperatorCommand(string Purpose, string Command);
