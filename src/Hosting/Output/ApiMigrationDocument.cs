using System.Text.Json;

namespace ShadowMig.Hosting.Output;

/// <summary>Where a migration stands that was asked for over the API.</summary>
internal sealed record ApiMigrationDocument
{
    /// <summary>The request.</summary>
    public required string Id { get; init; }

    public required string Guest { get; init; }

    /// <summary>The node that was named as the source; null for the one that the service watches.</summary>
    public required string? From { get; init; }

    /// <summary>The node that was named as the destination; null where it is chosen.</summary>
    public required string? To { get; init; }

    /// <summary>Who asked.</summary>
    public required string By { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>planning or migrating, and in the end refused, completed, failed, cancelled or unknown.</summary>
    public string State { get; init; } = "planning";

    /// <summary>What is being done, or the phase.</summary>
    public string? Step { get; init; }

    /// <summary>The migration in the journal; null before it is there.</summary>
    public string? Migration { get; init; }

    public ProgressDocument? Progress { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What <c>migrate</c> would end with; null while it runs.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What the exit code means.</summary>
    public string? Meaning { get; init; }

    /// <summary>Why it did not complete, or what to know.</summary>
    public IReadOnlyList<ReasonDocument> Reasons { get; init; } = [];

    /// <summary>What <c>migrate --json</c> would print; null while it runs, and where it came to no plan.</summary>
    public JsonElement? Result { get; init; }
}
