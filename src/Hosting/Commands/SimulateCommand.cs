using System.CommandLine;
using ShadowMig.Driver.Simulation;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>simulate TRACE</c>: what policies would have done with recorded metrics.</summary>
internal static class SimulateCommand
{
    // The published workload is of hosts with four cores of 3 GHz.
    private const double HostMegahertz = 12_000;

    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        SimulateOptions options = new();
        Command command = new("simulate", "Run recorded utilization through a simulated data centre: what would these rules have done?");
        options.AddTo(command);
        command.SetAction((arguments, cancellationToken) => runner.RunBareAsync(() => RunAsync(runner, options.Read(arguments), arguments, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(CommandRunner runner, SimulateRequest request, ParseResult arguments, CancellationToken cancellationToken)
    {
        if (request.OverloadLimits.Count > 0)
            return RunHosts(runner, request, arguments);

        using Interruption interruption = new(runner.Environment.CatchSignals, cancellationToken);
        List<SimulatedTrace> done = [];
        foreach (string path in request.Traces)
        {
            UtilizationTrace trace = TraceFile.Read(path, request.Interval);
            if (request.ShuffleSeed is { } seed)
                trace = trace.Shuffled(seed);
            done.Add(await RunAsync(path, trace, request, interruption.Token));
        }

        if (arguments.GetValue(runner.Options.Json))
            JsonOutput.Write(runner.Environment.Output, SimulateDocument.From(request.Model, done));
        else
            SimulationView.Write(new(runner.Environment.Output, runner.Environment.IsTerminal), request.Model, done);
        return ExitCodes.Done;
    }

    private static int RunHosts(CommandRunner runner, SimulateRequest request, ParseResult arguments)
    {
        List<OverloadTimeTrace> done = [];
        foreach (string path in request.Traces)
        {
            IReadOnlyList<HostWorkload> workloads = TraceFile.ReadHosts(path, HostMegahertz);
            done.Add(new(path, [.. request.OverloadLimits.SelectMany(l => OverloadTimeComparison.Run(workloads, request.Interval, l))]));
        }

        if (arguments.GetValue(runner.Options.Json))
            JsonOutput.Write(runner.Environment.Output, OverloadTimeDocument.From(done));
        else
            OverloadTimeView.Write(new(runner.Environment.Output, runner.Environment.IsTerminal), done);
        return ExitCodes.Done;
    }

    // Runs do not touch each other: as many at a time as there are processors.
    private static async Task<SimulatedTrace> RunAsync(string path, UtilizationTrace trace, SimulateRequest request, CancellationToken cancellationToken)
    {
        SimulationResult[] results = new SimulationResult[request.Policies.Count];
        List<SimulatedDecision>[] decisions = [.. results.Select(_ => new List<SimulatedDecision>())];
        try
        {
            await Parallel.ForAsync(0, results.Length, cancellationToken, (i, token) =>
            {
                results[i] = Simulator.Run(trace, request.Model, request.Policies[i], request.WithDecisions ? decisions[i].Add : null, token);
                return ValueTask.CompletedTask;
            });
        }
        catch (SimulationException e)
        {
            throw new UsageException(e.Message);
        }

        return new(path, trace.Machines.Count, trace.Duration, results, request.WithDecisions ? decisions : null);
    }
}
