using Microsoft.Extensions.DependencyInjection;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Benchmarks.Statistics;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Parts;

/// <summary>What one plan costs: time and garbage of <see cref="IMigrationPlanner.Plan"/> on a fixed observation.</summary>
internal static class PlannerPart
{
    public const string Name = "planner";

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    public static void Run(Bench bench)
    {
        using ServiceProvider services = new ServiceCollection().AddPlanning().BuildServiceProvider();
        IMigrationPlanner planner = services.GetRequiredService<IMigrationPlanner>();
        PlannerRecord record = Measure(planner, Input(), TimeProvider.System);
        bench.Plans.Add(record);
        bench.Say(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"one plan of {record.Candidates} candidates: median {record.MedianMicroseconds:0} µs, 99 % within {record.P99Microseconds:0} µs, {record.BytesPerPlan / 1024:0} KiB allocated ({record.Plans} plans)"));
    }

    private static PlannerRecord Measure(IMigrationPlanner planner, PlanningInput input, TimeProvider time)
    {
        MigrationPlan plan = planner.Plan(input);
        long warmUp = time.GetTimestamp();
        while (time.GetElapsedTime(warmUp) < Measured / 5)
            plan = planner.Plan(input);

        var samples = new List<double>();
        long begun = time.GetTimestamp();
        long bytes = 0;
        while (time.GetElapsedTime(begun) < Measured)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = time.GetTimestamp();
            plan = planner.Plan(input);
            samples.Add(time.GetElapsedTime(start).TotalMicroseconds);
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
        }
        return new PlannerRecord(
            Name, samples.Count, Sample.Quantile(samples, 0.5)!.Value, Sample.Quantile(samples, 0.99)!.Value,
            (double)bytes / samples.Count, plan.Candidates.Count, plan.Go);
    }

    /// <summary>A 1 GiB guest that writes 400 MiB at random, as in the demo.</summary>
    private static PlanningInput Input() => new()
    {
        Observation = new GuestObservation
        {
            Domain = new DomainIdentity("bench", Guid.Empty),
            At = DateTimeOffset.UnixEpoch,
            PageSize = new ByteCount(4096),
            MemoryTotal = ByteCount.FromMebibytes(1024),
            MemoryResident = ByteCount.FromMebibytes(1024),
            ZeroPageRatio = 0.57,
            DirtyRateMode = DirtyRateMode.PageSampling,
            DirtyRate = BytesPerSecond.FromMebibytes(314),
            WorkingSet = [Point(0.5, 240), Point(1, 314), Point(2, 398), Point(4, 400)],
            ChangedByteRatio = 2.4 / 4096,
        },
        Link = new LinkEstimate
        {
            Rate = BytesPerSecond.FromMebibytes(100),
            IsMeasured = true,
            SwitchoverCost = TimeSpan.FromMilliseconds(20),
        },
        Limits = MigrationLimits.Default with { MaxSlowdown = 0.5, AllowPostCopy = true },
        Source = Node("source"),
        Destination = Node("destination"),
        DestinationUri = "qemu+tcp://destination/system",
        SourceAvailableMemory = ByteCount.FromMebibytes(16 * 1024),
    };

    private static WorkingSetPoint Point(double seconds, double mebibytes) =>
        new(TimeSpan.FromSeconds(seconds), ByteCount.FromMebibytes(mebibytes));

    private static CapabilityRecord Node(string name) => new()
    {
        HostName = name,
        HostUuid = Guid.Empty,
        Libvirt = new Version(11, 3, 0),
        Qemu = new Version(10, 0, 0),
    };
}
