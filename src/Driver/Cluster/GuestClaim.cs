using System.Text.Json.Serialization;

namespace ShadowMig.Driver.Cluster;

/// <summary>Who wants to migrate a guest, and between which hosts.</summary>
/// <param name="Guest">The guest.</param>
/// <param name="GuestName">Its name.</param>
/// <param name="MigrationId">The migration, in the holder's journal.</param>
/// <param name="Holder">The process: host name and process id.</param>
/// <param name="Source">Host UUID of the source.</param>
/// <param name="Destination">Host UUID of the target.</param>
/// <param name="At">Since when, by the holder's clock.</param>
public sealed record GuestClaim(
    Guid Guest, string GuestName, string MigrationId, string Holder, Guid Source, Guid Destination, DateTimeOffset At)
{
    /// <summary>Whether it goes on with a migration that began long ago, and so takes no slot of <see cref="MigrationSlots"/>; of no interest to others.</summary>
    [JsonIgnore]
    public bool IsTakeover { get; init; }

    /// <summary>This process, as others see it.</summary>
    public static string ThisProcess { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";
}
