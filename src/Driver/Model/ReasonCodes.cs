namespace ShadowMig.Driver.Model;

/// <summary>The vocabulary of decisions, shared by logs, metrics, JSON and tests.</summary>
public static class ReasonCodes
{
    /// <summary>No domain of that name or UUID on the source.</summary>
    public const string UnknownDomain = "unknown-domain";

    /// <summary>The source daemon is out of reach.</summary>
    public const string SourceUnreachable = "source-unreachable";

    /// <summary>The destination daemon is out of reach.</summary>
    public const string DestinationUnreachable = "destination-unreachable";

    /// <summary>Source and destination are one node.</summary>
    public const string SameHost = "same-host";

    /// <summary>The guest does not run.</summary>
    public const string DomainInactive = "domain-inactive";

    /// <summary>The guest is already migrating, or has another job.</summary>
    public const string DomainBusy = "domain-busy";

    /// <summary>A disk is neither shared nor safe to share.</summary>
    public const string UnsafeDisk = "unsafe-disk";

    /// <summary>A device is tied to the source node.</summary>
    public const string HostDevice = "host-device";

    /// <summary>The destination's QEMU does not know the machine type.</summary>
    public const string MachineTypeMissing = "machine-type-missing";

    /// <summary>The destination cannot provide the guest's CPU.</summary>
    public const string CpuIncompatible = "cpu-incompatible";

    /// <summary>The destination lacks the virtualization type (kvm, qemu).</summary>
    public const string VirtualizationTypeMissing = "virtualization-type-missing";

    /// <summary>No migration port is free on the destination.</summary>
    public const string NoFreePort = "no-free-port";

    /// <summary>Not enough free memory on the destination.</summary>
    public const string DestinationMemory = "destination-memory";

    /// <summary>The destination would be overloaded with the guest.</summary>
    public const string DestinationOverloaded = "destination-overloaded";

    /// <summary>The node is cordoned: it takes no more guests.</summary>
    public const string Cordoned = "cordoned";

    /// <summary>No node of the inventory can take the guest.</summary>
    public const string NoDestination = "no-destination";

    /// <summary>A domain of that name or UUID is already on the destination.</summary>
    public const string DestinationClash = "destination-clash";

    /// <summary>Predicted downtime is above the limit.</summary>
    public const string DowntimeLimit = "downtime-limit";

    /// <summary>Predicted total time is above the limit.</summary>
    public const string TotalTimeLimit = "total-time-limit";

    /// <summary>The guest would be slowed down more than the limit allows.</summary>
    public const string SlowdownLimit = "slowdown-limit";

    /// <summary>A command that would be accepted in place of one that was refused.</summary>
    public const string Relaxation = "relaxation";

    /// <summary>The guest has quiet times, and this is not one.</summary>
    public const string BusyTime = "busy-time";

    /// <summary>A way was asked for by name, and this is another.</summary>
    public const string NotAskedFor = "not-asked-for";

    /// <summary>Pre-copy does not converge within the limits.</summary>
    public const string NotConverging = "not-converging";

    /// <summary>The profile does not permit post-copy.</summary>
    public const string PostCopyNotAllowed = "post-copy-not-allowed";

    /// <summary>One side lacks a capability that the strategy needs.</summary>
    public const string CapabilityMissing = "capability-missing";

    /// <summary>The source lacks the memory for the shadow cache.</summary>
    public const string SourceMemory = "source-memory";

    /// <summary>Another candidate is better.</summary>
    public const string BetterAlternative = "better-alternative";

    /// <summary>The bandwidth given is zero or above what libvirt takes.</summary>
    public const string BandwidthLimit = "bandwidth-limit";

    /// <summary>The observation is older than a decision may rest on.</summary>
    public const string StaleObservation = "stale-observation";

    /// <summary>The operator cancelled.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The deadline of the profile passed.</summary>
    public const string DeadlinePassed = "deadline-passed";

    /// <summary>libvirt or QEMU reported an error during the migration.</summary>
    public const string MigrationError = "migration-error";

    /// <summary>Who runs the guest could not be established.</summary>
    public const string OwnershipUnknown = "ownership-unknown";
}
