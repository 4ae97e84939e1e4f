using ShadowMig.Driver.Migration;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary>What <c>status</c> shows of one moment.</summary>
/// <param name="Migrations">Migrations in flight, unresolved ones among them.</param>
/// <param name="Rules">Where the rules of the running service stand; null when no service answers.</param>
/// <param name="Autopilot">Where its autopilot stands; null when no service answers.</param>
/// <param name="Coordination">How the fleet is coordinated, and whether that works.</param>
internal sealed record StatusReading(
    IReadOnlyList<JournalEntry> Migrations, RulesDocument? Rules, AutopilotDocument? Autopilot, CoordinationView Coordination)
{
    /// <summary>The document of <c>status --json</c>.</summary>
    public StatusDocument ToDocument() => new([.. Migrations.Select(JournalEntryDocument.From)], Rules, Autopilot, CoordinationDocument.From(Coordination));
}
