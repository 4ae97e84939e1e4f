using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Planning;

/// <summary>Inputs that tests start from.</summary>
internal static class PlanningInputs
{
    /// <summary>1 GiB, of which 400 MiB are written at 200,000 random pages a second, a few bytes each, over 100 MiB/s.</summary>
    public static PlanningInput ManySmallChanges { get; } = Input(
        ByteCount.FromMebibytes(1024),
        [Point(0.5, 240), Point(1, 330), Point(2, 398), Point(4, 398)],
        zeroPageRatio: 0.57,
        changedByteRatio: 2.4 / 4096,
        MigrationLimits.Default with { Bandwidth = BytesPerSecond.FromMebibytes(100) });

    public static PlanningInput Idle { get; } = Input(
        ByteCount.FromMebibytes(512), [Point(1, 0), Point(2, 0), Point(4, 0)], 0.8, null, MigrationLimits.Default);

    public static PlanningInput Input(
        ByteCount memory, IReadOnlyList<WorkingSetPoint> workingSet, double? zeroPageRatio, double? changedByteRatio, MigrationLimits limits) => new()
        {
            Observation = new GuestObservation
            {
                Domain = new DomainIdentity("guest", Guid.Parse("11111111-2222-3333-4444-555555555555")),
                At = DateTimeOffset.UnixEpoch,
                PageSize = new ByteCount(4096),
                MemoryTotal = memory,
                MemoryResident = memory,
                ZeroPageRatio = zeroPageRatio,
                DirtyRateMode = DirtyRateMode.PageSampling,
                DirtyRate = workingSet.Count > 0 ? workingSet[0].Distinct / workingSet[0].Period : null,
                WorkingSet = workingSet,
                ChangedByteRatio = changedByteRatio,
            },
            Link = new LinkEstimate { Rate = BytesPerSecond.FromMebibytes(800), IsMeasured = true, SwitchoverCost = TimeSpan.FromMilliseconds(20) },
            Limits = limits,
            Source = Node("source"),
            Destination = Node("destination"),
            DestinationUri = "qemu+tcp://destination/system",
            SourceAvailableMemory = ByteCount.FromMebibytes(16 * 1024),
        };

    public static WorkingSetPoint Point(double seconds, double mebibytes) =>
        new(TimeSpan.FromSeconds(seconds), ByteCount.FromMebibytes(mebibytes));

    public static MigrationPlan Plan(PlanningInput input) =>
        new MigrationPlanner(MigrationPlanner.AllWays).Plan(input);

    public static PlanCandidate Candidate(this MigrationPlan plan, MigrationStrategy strategy) =>
        plan.Candidates.Single(c => c.Strategy == strategy);

    private static CapabilityRecord Node(string name) => new()
    {
        HostName = name,
        HostUuid = Guid.Empty,
        Libvirt = new Version(11, 3, 0),
        Qemu = new Version(10, 0, 0),
    };
}
