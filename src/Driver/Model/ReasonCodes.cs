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

    /// <summary>The destination runs a guest that this one is to be kept apart from.</summary>
    public const string KeepApart = "keep-apart";

    /// <summary>The guest's metadata names a profile that the configuration does not have.</summary>
    public const string UnknownProfile = "unknown-profile";

    /// <summary>A storage pool or volume of the guest is missing on the destination.</summary>
    public const string StorageMissing = "storage-missing";

    /// <summary>A network of the guest is missing on the destination, or not active there.</summary>
    public const string NetworkMissing = "network-missing";

    /// <summary>A NUMA node that the guest's memory is bound to is missing on the destination.</summary>
    public const string NumaNodeMissing = "numa-node-missing";

    /// <summary>The destination lacks a security driver that the guest has a label of.</summary>
    public const string SecurityModelMissing = "security-model-missing";

    /// <summary>A certificate that an encrypted migration needs is missing, expired, or not to be trusted.</summary>
    public const string Certificate = "certificate";

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

    /// <summary>A running transfer needs longer than was planned.</summary>
    public const string BehindPlan = "behind-plan";

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

    /// <summary>A signal is below a threshold.</summary>
    public const string BelowThreshold = "below-threshold";

    /// <summary>A signal is within its threshold again, and not back at its clearing value yet.</summary>
    public const string NotCleared = "not-cleared";

    /// <summary>A signal had no reading yet.</summary>
    public const string SignalMissing = "signal-missing";

    /// <summary>The operator cancelled.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The migration is over.</summary>
    public const string AlreadyEnded = "already-ended";

    /// <summary>The guest is on its way over, from which there is no way back.</summary>
    public const string PastReturn = "past-return";

    /// <summary>The owner of the guest does not want it moved.</summary>
    public const string KeptByOwner = "kept-by-owner";

    /// <summary>The deadline of the profile passed.</summary>
    public const string DeadlinePassed = "deadline-passed";

    /// <summary>libvirt or QEMU reported an error during the migration.</summary>
    public const string MigrationError = "migration-error";

    /// <summary>Who runs the guest could not be established.</summary>
    public const string OwnershipUnknown = "ownership-unknown";

    /// <summary>The host is within what its detector allows.</summary>
    public const string WithinCapacity = "within-capacity";

    /// <summary>What guests ask for is above a threshold.</summary>
    public const string AboveThreshold = "above-threshold";

    /// <summary>The trend of what guests ask for leads above capacity.</summary>
    public const string TrendAboveCapacity = "trend-above-capacity";

    /// <summary>What guests will ask for is more likely than allowed to be above capacity.</summary>
    public const string ForecastAboveCapacity = "forecast-above-capacity";

    /// <summary>The share of time that a host may be overloaded would be exceeded.</summary>
    public const string OverloadTimeSpent = "overload-time-spent";

    /// <summary>The candidate was taken.</summary>
    public const string Chosen = "chosen";

    /// <summary>No guest that may leave finds a host that it does not overload.</summary>
    public const string NoMoveHelps = "no-move-helps";

    /// <summary>The candidate is overloaded itself.</summary>
    public const string HostOverloaded = "host-overloaded";

    /// <summary>The candidate runs nothing, and no host is to be woken for this move.</summary>
    public const string HostIdle = "host-idle";

    /// <summary>The candidate is being emptied.</summary>
    public const string HostBeingEmptied = "host-being-emptied";

    /// <summary>The candidate would be overloaded after the move.</summary>
    public const string WouldOverload = "would-overload";

    /// <summary>The candidate has not the processor time that the guest asks for.</summary>
    public const string CpuCapacity = "cpu-capacity";

    /// <summary>One core of the candidate is slower than the guest's virtual processor may need.</summary>
    public const string CoreTooSlow = "core-too-slow";

    /// <summary>What the move gains is less than what it costs.</summary>
    public const string GainTooSmall = "gain-too-small";

    /// <summary>The guest or the host took part in a move a short time ago.</summary>
    public const string RecentlyMoved = "recently-moved";

    /// <summary>Another process migrates the guest.</summary>
    public const string GuestLocked = "guest-locked";

    /// <summary>Another process drains the node.</summary>
    public const string NodeDraining = "node-draining";

    /// <summary>As many migrations run as are allowed at a time.</summary>
    public const string MigrationLimit = "migration-limit";

    /// <summary>Where guest locks lie is out of reach, so nobody can say who else migrates the guest.</summary>
    public const string CoordinationUnavailable = "coordination-unavailable";

    /// <summary>The lock of a migration, or of a drain, lapsed while it ran.</summary>
    public const string LockLost = "lock-lost";

    /// <summary>The process that ran the migration was gone; another one saw to its end.</summary>
    public const string Recovered = "recovered";

    /// <summary>An earlier migration of the guest is not settled.</summary>
    public const string Unresolved = "unresolved";

    /// <summary>A later migration of the guest began before this one was settled.</summary>
    public const string Superseded = "superseded";

    /// <summary>The operator closed the migration without proof of where the guest is.</summary>
    public const string ClosedByOperator = "closed-by-operator";

    /// <summary>The guest's owner does not want it moved by the service.</summary>
    public const string NeverMove = "never-move";

    /// <summary>The guest wants to share its node with one that is there.</summary>
    public const string KeepTogether = "keep-together";

    /// <summary>What is known is too old to decide by.</summary>
    public const string StaleData = "stale-data";

    /// <summary>What is needed to decide is not known.</summary>
    public const string UnknownData = "unknown-data";

    /// <summary>The cause did not hold for its duration yet.</summary>
    public const string NotLongEnough = "not-long-enough";

    /// <summary>A migration from or to the node is under way.</summary>
    public const string MoveUnderWay = "move-under-way";

    /// <summary>As many migrations as the budget allows were begun within the last hour.</summary>
    public const string MoveBudget = "move-budget";

    /// <summary>The guest left that node a short time ago.</summary>
    public const string WouldReturn = "would-return";

    /// <summary>The same move was refused a short time ago.</summary>
    public const string RecentlyRefused = "recently-refused";

    /// <summary>The target would be worse off than the source is.</summary>
    public const string WorseThanSource = "worse-than-source";

    /// <summary>The node needs no more relief than it already gets.</summary>
    public const string EnoughRelief = "enough-relief";

    /// <summary>The autopilot is not armed.</summary>
    public const string NotArmed = "not-armed";

    /// <summary>Another service of the fleet was elected to decide.</summary>
    public const string NotLeader = "not-leader";

    /// <summary>What the move was decided for is over.</summary>
    public const string CauseGone = "cause-gone";

    /// <summary>The service was asked to end.</summary>
    public const string ServiceStopping = "service-stopping";
}
