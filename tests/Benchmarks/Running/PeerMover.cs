using ShadowMig.Benchmarks.Cells;
using ShadowMig.Benchmarks.Policies;
using ShadowMig.Benchmarks.Records;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Running;

/// <summary>Runs a peer's policy on libvirt.</summary>
internal sealed class PeerMover(IPeerPolicy policy) : IMover
{
    private const MigrationFlags Common =
        MigrationFlags.Live | MigrationFlags.PeerToPeer | MigrationFlags.PersistDestination | MigrationFlags.UndefineSource;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    // The job's own clock starts when the destination is ready; its verdict, not the harness's, decides at the deadline.
    private static readonly TimeSpan PreCopyBound = Cell.Deadline + TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PostCopyBound = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan AbortBound = TimeSpan.FromSeconds(45);

    public string Name => policy.Name;

    public bool AppliesTo(Cell cell) => policy.AppliesTo(cell);

    public async Task<Attempt> MoveAsync(BenchGuest guest, int source, CancellationToken cancellationToken)
    {
        ILibvirtConnection connection = guest.Lab.Connection(source);
        using ILibvirtDomain domain = connection.FindDomainByName(BenchGuest.Name)
            ?? throw new InvalidOperationException("the guest is not on its source");
        DomainJobStatistics? completed = null;
        using IDisposable subscription = connection.Subscribe(LibvirtEventKinds.JobCompleted, domain, e =>
        {
            if (e is JobCompletedEvent job)
                Volatile.Write(ref completed, job.Statistics);
        });
        if (policy.InitialDowntime is { } downtime)
            domain.SetMigrationMaxDowntime(downtime);

        var monitor = new TransferMonitor(domain);
        var steps = new List<StepTaken>();
        RunResult result;
        string? error = null;
        try
        {
            (result, error) = await SteerAsync(guest, domain, monitor, guest.Lab.Hosts[1 - source].Uri, steps, cancellationToken);
        }
        finally
        {
            await monitor.DisposeAsync();
        }

        for (int i = 0; i < 20 && result == RunResult.Completed && Volatile.Read(ref completed) is null; i++)
            await Task.Delay(100, CancellationToken.None);
        DomainJobStatistics? job = result == RunResult.Completed ? completed ?? AtDestination(guest, 1 - source) : null;
        return new Attempt
        {
            Result = result,
            TotalSeconds = job?.Elapsed?.TotalSeconds,
            DowntimeSeconds = job?.Downtime?.TotalSeconds,
            TransferBytes = (long?)job?.MemoryProcessedBytes,
            Iterations = (int?)job?.Iteration,
            ThrottlePercent = monitor.Throttle,
            Error = error,
            Steps = steps,
            Rounds = monitor.Rounds,
        };
    }

    private async Task<(RunResult Result, string? Error)> SteerAsync(
        BenchGuest guest, ILibvirtDomain domain, TransferMonitor monitor, string destination, List<StepTaken> steps, CancellationToken cancellationToken)
    {
        IPolicySession session = policy.Begin(guest.Cell);
        MigrationRequest request = policy.Request(guest.Cell, Common);
        long started = TimeProvider.System.GetTimestamp();
        Task migration = Task.Factory.StartNew(
            () => domain.Migrate(destination, request), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        TimeSpan nextLook = TimeSpan.Zero;
        TimeSpan? aborted = null;
        bool gaveUp = false, postCopy = false;
        while (!migration.IsCompleted)
        {
            await Task.WhenAny(migration, Task.Delay(Tick, CancellationToken.None));
            TimeSpan elapsed = TimeProvider.System.GetElapsedTime(started);
            if (aborted is { } at)
            {
                if (elapsed - at > AbortBound)
                    return (RunResult.Failed, "the abort did not end the migration");
                continue;
            }
            bool late = elapsed >= (postCopy ? PostCopyBound : PreCopyBound) || (cancellationToken.IsCancellationRequested && !postCopy);
            PolicyStep? step = late ? new PolicyStep.Abort() : null;
            if (!late && elapsed >= nextLook)
            {
                nextLook += policy.PollInterval;
                step = session.Look(new PolicyReading(elapsed, monitor.Latest?.MemoryRemainingBytes, monitor.Latest?.Iteration));
            }
            if (step is null || migration.IsCompleted)
                continue;
            string? refusal = Apply(domain, step, postCopy);
            steps.Add(new StepTaken(Math.Round(elapsed.TotalSeconds, 3), $"{(late ? "deadline: " : "")}{step}{(refusal is null ? "" : ": " + refusal)}"));
            if (step is PolicyStep.Abort)
                (aborted, gaveUp) = (elapsed, !late);
            postCopy |= step is PolicyStep.StartPostCopy && refusal is null;
        }

        try
        {
            await migration;
            return (RunResult.Completed, null);
        }
        catch (LibvirtException e)
        {
            return (aborted is null ? RunResult.Failed : gaveUp ? RunResult.GaveUp : RunResult.Deadline, e.Message);
        }
    }

    private static string? Apply(ILibvirtDomain domain, PolicyStep step, bool postCopy)
    {
        try
        {
            switch (step)
            {
                case PolicyStep.SetDowntime set: domain.SetMigrationMaxDowntime(set.Limit); break;
                case PolicyStep.StartPostCopy: domain.StartPostCopy(); break;
                case PolicyStep.Abort: domain.AbortJob(postCopy); break;
            }
            return null;
        }
        catch (LibvirtException e)
        {
            return e.Message;
        }
    }

    private static DomainJobStatistics? AtDestination(BenchGuest guest, int host)
    {
        using ILibvirtDomain? domain = guest.Lab.Connection(host).FindDomainByName(BenchGuest.Name);
        try
        {
            return domain?.GetJobStatistics(completed: true);
        }
        catch (LibvirtException)
        {
            return null;
        }
    }
}
