using System.ComponentModel.DataAnnotations;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration;

/// <summary>How migrations are run; configuration section <c>Migration</c>.</summary>
public sealed class MigrationOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Migration";

    /// <summary>Whether memory travels encrypted; both daemons need certificates for it.</summary>
    public bool Tls { get; set; } = true;

    /// <summary>File of the journal; its folder is made when it is missing.</summary>
    [Required]
    public string JournalPath { get; set; } = "/var/lib/shadowmig/journal.db";

    /// <summary>What all migrations that leave one host may send together, MiB/s; null for no budget.</summary>
    [Range(1, 1_000_000)]
    public int? BandwidthBudgetMebibytesPerSecond { get; set; }

    /// <summary>Longest wait for a daemon to accept a connection.</summary>
    [PositiveTime]
    public TimeSpan ConnectBound { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Longest wait for a node's capabilities: a daemon just started asks every QEMU first, which takes seconds.</summary>
    [PositiveTime]
    public TimeSpan CapabilityBound { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for any other answer of libvirt.</summary>
    [PositiveTime]
    public TimeSpan CallBound { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between two readings of a running transfer.</summary>
    [PositiveTime]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Time between two attempts to abort.</summary>
    [PositiveTime]
    public TimeSpan AbortRetry { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an aborted transfer may take to end before nothing more is expected of it.</summary>
    [PositiveTime]
    public TimeSpan AbortBound { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How long both ends are asked again when their answers do not settle who has the guest.</summary>
    [PositiveTime]
    public TimeSpan OwnershipBound { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Time between two such questions.</summary>
    [PositiveTime]
    public TimeSpan OwnershipRetry { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the completed job's event may lag behind the return of the migration call.</summary>
    [PositiveTime]
    public TimeSpan EventLag { get; set; } = TimeSpan.FromSeconds(1);
}
