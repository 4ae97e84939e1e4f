using System.CommandLine;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Simulation;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Commands;

/// <summary>Arguments of <c>simulate</c>.</summary>
internal sealed class SimulateOptions
{
    private readonly Argument<string[]> _traces = new("TRACE")
    {
        Description = "recorded utilization: a line a machine, per cent of its processors separated by commas; .gz is unpacked; several traces are run one after the other",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<int> _hosts = new("--hosts") { Description = "how many hosts there are", HelpName = "N", DefaultValueFactory = _ => new SimulationModel().Hosts };
    private readonly Option<string[]> _policies = new("--policy") { Description = $"who decides; may be given more than once: {SimulatedPolicies.Syntax}", HelpName = "NAME" };
    private readonly Option<bool> _compare = new("--compare") { Description = "run all published policies and shadowmig's own" };
    private readonly Option<TimeSpan?> _interval = OptionFactory.Parsed("--interval", "TIME", "time between two values of a line (default 5m)", t => (TimeSpan?)Duration.Parse(t));
    private readonly Option<ulong> _seed = new("--seed") { Description = "what random choice of guests (rs) and --shuffle draw from", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _shuffle = new("--shuffle") { Description = "draw the order of the machines, which says what size of guest each is" };
    private readonly Option<bool> _keepIdle = new("--keep-idle") { Description = "keep guests that ask for nothing; CloudSim takes them for finished" };
    private readonly Option<bool> _countMemory = new("--count-memory") { Description = "let a host take a guest only if it has the memory; CloudSim asks for that at the start only" };
    private readonly Option<bool> _decisions = new("--decisions") { Description = "show every move with its reason, and in JSON what became of the other hosts" };
    private readonly Option<IReadOnlyList<double>?> _limits = OptionFactory.Parsed(
        "--overload-limits",
        "SHARES",
        "instead of a data centre, simulate single hosts that may be overloaded for so much of the time, for example 10%,20%,30%: when should a guest leave? TRACE then has columns for simulation, guest, time frame, MHz and utilization",
        ParseLimits);

    /// <summary>Adds the arguments to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_traces);
        foreach (Option option in new Option[] { _hosts, _policies, _compare, _interval, _seed, _shuffle, _keepIdle, _countMemory, _decisions, _limits })
            command.Options.Add(option);
    }

    /// <summary>Reads what was asked for.</summary>
    /// <exception cref="UsageException">Something cannot be simulated.</exception>
    public SimulateRequest Read(ParseResult arguments)
    {
        int hosts = arguments.GetValue(_hosts);
        if (hosts is < 1 or > 1_000_000)
            throw new UsageException("--hosts must be from 1 to 1000000");
        TimeSpan interval = arguments.GetValue(_interval) ?? TimeSpan.FromMinutes(5);
        if (interval < TimeSpan.FromMinutes(1))
            throw new UsageException("--interval must be at least 1m: migrations are simulated to the end before the next decision");
        ulong seed = arguments.GetValue(_seed);
        string[] named = arguments.GetValue(_policies) ?? [];
        string[] policies = [.. arguments.GetValue(_compare) ? SimulatedPolicies.Compared.Concat(named).Distinct() : named.Length > 0 ? named : ["shadowmig"]];
        try
        {
            return new(
                arguments.GetValue(_traces)!,
                interval,
                new SimulationModel { Hosts = hosts, IdleGuestsLeave = !arguments.GetValue(_keepIdle), CountsMemory = arguments.GetValue(_countMemory) },
                [.. policies.Select(p => SimulatedPolicies.Parse(p, seed))],
                arguments.GetValue(_shuffle) ? seed : null,
                arguments.GetValue(_decisions),
                arguments.GetValue(_limits) ?? []);
        }
        catch (FormatException e)
        {
            throw new UsageException($"--policy: {e.Message}");
        }
    }

    private static IReadOnlyList<double> ParseLimits(string text)
    {
        double[] limits = [.. text.Split(',').Select(Share.Parse)];
        return limits.All(l => l is > 0 and < 1) ? limits : throw new FormatException("a limit is above 0% and below 100%");
    }
}
