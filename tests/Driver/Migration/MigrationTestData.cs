using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Tests.Migration;

internal static class MigrationTestData
{
    public static readonly Guid Guest = Guid.Parse("8e398729-d2cf-4096-a210-1ed88a2399b9");

    public static MigrationPlan Plan(MigrationParameters? parameters = null, MigrationLimits? limits = null)
    {
        var prediction = new MigrationPrediction
        {
            TotalSeconds = new(1, 2, double.PositiveInfinity),
            DowntimeSeconds = new(0.01, 0.02, 0.03),
            TransferBytes = new(1e6, 2e6, 3e6),
            Rounds = [new(ByteCount.FromMebibytes(2), TimeSpan.FromSeconds(1), ByteCount.FromMebibytes(2))],
            Converges = true,
        };
        var candidate = new PlanCandidate(
            MigrationStrategy.Plain, true, parameters ?? new() { MaxDowntime = TimeSpan.FromMilliseconds(300) }, prediction, []);
        return new()
        {
            Domain = new("web", Guest),
            Source = "a",
            Destination = TwoHosts.DestinationUri,
            Limits = limits ?? MigrationLimits.Default,
            Go = true,
            Chosen = candidate,
            Candidates = [candidate],
            Observation = new()
            {
                Domain = new("web", Guest),
                At = DateTimeOffset.UnixEpoch,
                PageSize = new(4096),
                MemoryTotal = ByteCount.FromMebibytes(256),
                DirtyRateMode = Native.DirtyRateMode.DirtyRing,
                VcpuDirtyRates = new Dictionary<int, BytesPerSecond> { [0] = new(4.5e6) },
                WorkingSet = [new(TimeSpan.FromSeconds(1), ByteCount.FromMebibytes(16))],
            },
        };
    }

    public static MigrationReport Report(string id, MigrationPlan plan, MigrationActuals? actual = null, MigrationResult result = MigrationResult.Completed) => new()
    {
        Id = id,
        Result = result,
        Plan = plan,
        Actual = actual,
        Ownership = new(GuestPresence.Absent, GuestPresence.Running),
        Phases = [new(MigrationPhase.Initialization, DateTimeOffset.UnixEpoch, TimeSpan.FromMilliseconds(5))],
        Actions = [new(TimeSpan.FromSeconds(1), "abort", "why")],
    };
}
