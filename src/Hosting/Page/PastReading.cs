using ShadowMig.Driver.Migration;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Page;

/// <summary>The latest migrations and decisions of the journal.</summary>
/// <param name="Migrations">Migrations that are not in flight, newest first.</param>
/// <param name="Decisions">Decisions of the autopilot, newest first.</param>
/// <param name="Failure">Why the journal could not be read; null when it could.</param>
internal sealed record PastReading(IReadOnlyList<JournalEntry> Migrations, IReadOnlyList<DecisionSummaryDocument> Decisions, string? Failure);
