using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Signals;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Planning;
using ShadowMig.Driver.Watching;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests;

/// <summary>One guest, one plan, one migration, as the pipeline hands them over.</summary>
internal static class Samples
{
    public const string SourceUri = "qemu:///system";
    public const string DestinationUri = "qemu+tcp://192.0.2.2/system";

    public static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static DomainIdentity Domain { get; } = new("web", Guid.Parse("11111111-2222-3333-4444-555555555555"));

    public static GuestObservation Observation { get; } = new()
    {
        Domain = Domain,
        At = At,
        PageSize = new(4096),
        MemoryTotal = ByteCount.FromMebibytes(1024),
        MemoryResident = ByteCount.FromMebibytes(512),
        ZeroPageRatio = 0.5,
        ZeroPageRatioError = 0.02,
        DirtyRateMode = DirtyRateMode.DirtyRing,
        DirtyRate = new(1000),
        VcpuDirtyRates = new Dictionary<int, BytesPerSecond> { [0] = new(600), [1] = new(400) },
        WorkingSet = [new(TimeSpan.FromSeconds(1), new(1000), new ByteCount(50)), new(TimeSpan.FromSeconds(2), new(1500))],
        ChangedByteRatio = 0.01,
        Delta = new PageDelta(20, 0.1),
        CompressedRatio = 0.4,
        NetworkRate = new(77),
    };

    public static PlanCandidate Cache { get; } = new(
        MigrationStrategy.ShadowCache,
        true,
        new() { Bandwidth = BytesPerSecond.FromMebibytes(100), MaxDowntime = TimeSpan.FromMilliseconds(300), XbzrleCache = ByteCount.FromMebibytes(512) },
        Prediction(10, 0.1, 1e9),
        []);

    public static PlanCandidate Plain { get; } = new(
        MigrationStrategy.Plain,
        false,
        new() { MaxDowntime = TimeSpan.FromMilliseconds(300) },
        Prediction(double.PositiveInfinity, 3, 9e9) with { Converges = false },
        [new(ReasonCodes.NotConverging, "it writes faster than it is sent")]);

    public static MigrationPlan Plan { get; } = new()
    {
        Domain = Domain,
        Source = "node1",
        Destination = DestinationUri,
        Observation = Observation,
        Limits = MigrationLimits.Default,
        Go = true,
        Chosen = Cache,
        Candidates = [Plain, Cache],
    };

    public static MigrationPlan NoGo { get; } = Plan with
    {
        Go = false,
        Chosen = null,
        Reasons = [new(ReasonCodes.DowntimeLimit, "predicted 900 ms, allowed 300 ms: raise --max-downtime")],
    };

    public static PreflightReport Preflight { get; } = new()
    {
        Domain = Domain,
        Source = new() { HostName = "node1", HostUuid = Guid.NewGuid(), Libvirt = new(9, 0), Qemu = new(7, 2) },
        Destination = new() { HostName = "node2", HostUuid = Guid.NewGuid(), Libvirt = new(9, 0), Qemu = new(7, 2) },
        Checks = [new("source", CheckOutcome.Passed, "answers")],
    };

    public static MigrationReport Report { get; } = new()
    {
        Id = "20260102-030405-abcd",
        Result = MigrationResult.Completed,
        Plan = Plan,
        Phases = [.. Enum.GetValues<MigrationPhase>().Select((p, i) => new PhaseTiming(p, At.AddSeconds(i), TimeSpan.FromMilliseconds(500)))],
        Actual = new(TimeSpan.FromSeconds(11), TimeSpan.FromMilliseconds(80), new(1_100_000_000), 7),
        PredictionError = new(0.09, -0.25, 0.05),
        Rounds = [new(TimeSpan.FromSeconds(9), new(1_000_000_000), new(3000)), new(TimeSpan.FromSeconds(10), null, null)],
        Actions = [new(TimeSpan.FromSeconds(3), "resize-cache", "many misses")],
        Ownership = new(GuestPresence.Absent, GuestPresence.Running),
    };

    public static MigrationReport ReportOf(MigrationResult result) => Report with
    {
        Result = result,
        Reasons = result == MigrationResult.Completed ? [] : [new(ReasonCodes.MigrationError, "it broke")],
    };

    public static MigrationProgress Progress { get; } = new()
    {
        Phase = MigrationPhase.IterativePreCopy,
        Elapsed = TimeSpan.FromSeconds(4),
        MemoryTotal = ByteCount.FromMebibytes(1024),
        MemoryProcessed = ByteCount.FromMebibytes(400),
        MemoryRemaining = ByteCount.FromMebibytes(200),
        Remaining = TimeSpan.FromSeconds(7),
        Rate = BytesPerSecond.FromMebibytes(100),
        Iteration = 3,
    };

    public static X509Certificate2 Certificate(DateTimeOffset until)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=node2", key, HashAlgorithmName.SHA256).CreateSelfSigned(until.AddYears(-1), until);
    }

    public static JournalEntry Running { get; } = new()
    {
        Id = Report.Id,
        Domain = Domain,
        SourceUri = SourceUri,
        DestinationUri = DestinationUri,
        Strategy = MigrationStrategy.ShadowCache,
        StartedAt = At,
        ProgressAt = At.AddSeconds(4),
        Plan = Report.Plan,
        Phase = MigrationPhase.IterativePreCopy,
        Progress = Progress,
    };

    public static JournalEntry Unresolved { get; } = Running with
    {
        Report = Report with
        {
            Result = MigrationResult.Unknown,
            Reasons = [new(ReasonCodes.OwnershipUnknown, "the target cannot be asked")],
            Ownership = new(GuestPresence.Paused, GuestPresence.Unknown),
            Commands = [new("to have it proven", $"shadowmig recover {Report.Id}")],
        },
    };

    public static JournalEntry Ended { get; } = Running with { Phase = MigrationPhase.Activation, EndedAt = At.AddSeconds(12), Report = Report };

    public static GuestSample Guest { get; } = new()
    {
        Domain = Domain,
        At = At,
        State = DomainState.Running,
        VirtualCpus = 2,
        CpuUsage = 1.5,
        StealRatio = 0.1,
        MemoryTotal = ByteCount.FromMebibytes(1024),
        MemoryResident = ByteCount.FromMebibytes(512),
        MajorFaults = 42,
        SwapIn = new(4096),
        ReceiveRate = new(10),
        SendRate = new(20),
    };

    public static NodeSnapshot Snapshot { get; } = new()
    {
        Node = new()
        {
            HostName = "node1",
            At = At,
            Cpus = 8,
            CpuUtilization = 0.25,
            MemoryTotal = ByteCount.FromMebibytes(8192),
            MemoryAvailable = ByteCount.FromMebibytes(4096),
            MemoryUtilization = 0.5,
            Pressure = new Dictionary<string, double> { ["cpu"] = 0.1, ["memory"] = 0, ["io"] = 0.2 },
        },
        At = At,
        Guests = [Guest],
        Observations = new Dictionary<Guid, GuestObservation> { [Domain.Uuid] = Observation },
        CollectorUp = true,
        CollectorDuration = TimeSpan.FromMilliseconds(12),
    };

    public static RuleReport Rules { get; } = new(
        new()
        {
            At = At,
            Node = "node1",
            Guests = [Domain],
            Readings =
            [
                new(SignalNames.NodeCpuUtilization, null, 0.75, At, At.AddSeconds(6)),
                new(SignalNames.GuestMajorFaultRate, Domain, 300, At, At.AddSeconds(6)),
            ],
        },
        [
            RuleStatus("cpu-overload", RuleState.Clearing) with
            {
                Value = 0.75, Limit = 0.9, Reason = new(ReasonCodes.WithinCapacity, "node-cpu-utilization is 0.75, threshold 0.9"),
            },
            RuleStatus("memory-errors-rising", RuleState.Degrading),
            RuleStatus("memory-pressure", RuleState.Ok),
            RuleStatus("thrashing", RuleState.Unknown) with { IsStale = true },
            RuleStatus("guest-thrashing", RuleState.Overloaded) with { Guest = Domain },
        ]);

    public static RuleStatus RuleStatus(string rule, RuleState state) => new()
    {
        Rule = ShippedRules.Find(rule)!,
        State = state,
        Since = At,
        Reason = new(ReasonCodes.AboveThreshold, "it is too much"),
    };

    private static MigrationPrediction Prediction(double seconds, double downtime, double bytes) => new()
    {
        TotalSeconds = new(seconds, seconds, seconds * 2),
        DowntimeSeconds = new(downtime, downtime, downtime * 2),
        TransferBytes = new(bytes, bytes, bytes * 2),
        Rounds = [new(new(1000), TimeSpan.FromSeconds(5), new(100))],
        Converges = true,
    };
}
