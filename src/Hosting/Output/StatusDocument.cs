namespace ShadowMig.Hosting.Output;

/// <summary>What <c>status --json</c> prints.</summary>
/// <param name="Migrations">Migrations in flight.</param>
/// <param name="Service">Where the rules of the running service stand; null when no service answers.</param>
/// <param name="Autopilot">Where its autopilot stands; null when no service answers.</param>
/// <param name="Coordination">How the fleet is coordinated, and whether that works.</param>
internal sealed record StatusDocument(
    IReadOnlyList<JournalEntryDocument> Migrations, RulesDocument? Service, AutopilotDocument? Autopilot, CoordinationDocument Coordination);
