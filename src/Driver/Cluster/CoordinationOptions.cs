using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Cluster;

/// <summary>How several migrations and services keep out of each other's way; configuration section <c>Coordination</c>.</summary>
public sealed class CoordinationOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Coordination";

    /// <summary>Where locks and all else that is shared lie.</summary>
    public CoordinationMode Mode { get; set; }

    /// <summary>How long a lock, a node state and the leadership outlive a process that fell silent, seconds.</summary>
    [Range(5, 300)]
    public int LeaseSeconds { get; set; } = 15;

    /// <summary>The most migrations that run at a time in the fleet; null for no limit.</summary>
    [Range(1, 10_000)]
    public int? MaxMigrations { get; set; }

    /// <summary>The most migrations that leave one node at a time; null for no limit.</summary>
    [Range(1, 10_000)]
    public int? MaxMigrationsFromNode { get; set; }

    /// <summary>The most migrations that arrive at one node at a time; null for no limit.</summary>
    [Range(1, 10_000)]
    public int? MaxMigrationsToNode { get; set; }

    /// <summary>What the service calls its node where it publishes it; null for the host name.</summary>
    public string? NodeName { get; set; }

    /// <summary>The libvirt URI that others reach this node by, as the service publishes it; null for the one that it watches.</summary>
    public string? NodeUri { get; set; }

    /// <summary>How etcd is reached.</summary>
    [ValidateObjectMembers]
    public EtcdOptions Etcd { get; set; } = new();

    internal TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);
}
