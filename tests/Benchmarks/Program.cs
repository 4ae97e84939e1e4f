using System.Runtime.InteropServices;
using ShadowMig.Benchmarks;
using ShadowMig.Benchmarks.Parts;
using ShadowMig.Benchmarks.Replay;
using ShadowMig.Benchmarks.Report;
using ShadowMig.Benchmarks.Running;
using ShadowMig.Benchmarks.Simulation;
using ShadowMig.Native;

if (args is ["--simulation", .. string[] simulation])
    return SimulationBench.Run(simulation);

BenchOptions options;
try
{
    options = BenchOptions.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine($"scripts/bench: {e.Message}; see 'scripts/bench help'");
    return 2;
}

IReadOnlyList<string> wrong = SelfCheck.Run();
foreach (string statement in wrong)
    Console.Error.WriteLine($"self-check: it does not hold that {statement}");
if (wrong.Count > 0)
    return 1;
if (options.SelfCheck)
{
    Console.WriteLine($"self-check: all {SelfCheck.Count} statements hold");
    return 0;
}

if (options.Replay)
{
    JournalReplay.Run(options.Out);
    return 0;
}

Directory.CreateDirectory(options.Out);
if (!options.ReportOnly)
{
    using FileStream? alone = LabLock.Take(options.LabPrefix);
    if (alone is null)
    {
        Console.Error.WriteLine($"scripts/bench: another benchmark uses the labs {options.LabPrefix}-*; wait for it, or give --lab another prefix");
        return 1;
    }

    using var stop = new CancellationTokenSource();
    // The first signal ends the run under way and takes the labs down; what is measured is kept.
    using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
    using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
    await MachineReader.WriteAsync(options);
    await using var labs = new LabPool(options.LabPrefix, new LibvirtConnector());
    var bench = new Bench(options, labs, new ShadowMigProgram(options.Executable, options.Out, options.Probe), stop.Token);
    bench.Say($"seed {options.Seed}, {options.Time.TotalMinutes:0} minutes, parts {string.Join(", ", options.Parts)}, records in {options.Out}");
    try
    {
        await Measuring.RunAsync(bench);
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        bench.Say("stopped; what is measured is kept, the same command goes on from here");
    }

    void Cancel(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}

ReportWriter.Write(options);
return 0;
