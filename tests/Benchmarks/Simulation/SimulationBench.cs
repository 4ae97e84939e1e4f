using System.IO.Compression;
using ShadowMig.Driver.Simulation;

namespace ShadowMig.Benchmarks.Simulation;

/// <summary>Runs traces through the simulation and puts the tables into docs/simulation.md.</summary>
internal static class SimulationBench
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Runs the benchmark.</summary>
    /// <param name="arguments">The page, then the traces.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        if (arguments.Count < 2)
        {
            Console.Error.WriteLine("scripts/bench-simulation: name at least one trace; see 'scripts/bench-simulation help'");
            return 2;
        }

        List<(string Name, UtilizationTrace Trace)> traces = [];
        List<IReadOnlyList<HostWorkload>> workloads = [];
        foreach (string path in arguments.Skip(1))
        {
            try
            {
                string[] lines = ReadLines(path);
                if (lines is [var first, ..] && first.StartsWith(HostWorkloadParser.FirstHeading, StringComparison.Ordinal))
                    workloads.Add(HostWorkloadParser.Parse(lines, OverloadTimeSection.HostMegahertz));
                else
                    traces.Add((Path.GetFileName(path).Split('.')[0], TraceParser.Parse(lines, Interval)));
            }
            catch (TraceFormatException e)
            {
                Console.Error.WriteLine($"{path}:{e.Line}: {e.Message}");
                return 2;
            }
        }

        GeneratedPage page = GeneratedPage.Read(arguments[0]);
        foreach ((string name, UtilizationTrace trace) in traces.Where(t => t.Name == ReproductionSection.Day))
            page.Replace("reproduction", ReproductionSection.Write(name, trace));
        if (traces.Count > 0)
        {
            page.Replace("comparison", ComparisonSection.Write(traces));
            page.Replace("robustness", RobustnessSection.Write(traces));
        }

        if (workloads.Count > 0)
            page.Replace("overload-time", OverloadTimeSection.Write(workloads));
        page.Replace("decisions", DecisionTimeSection.Write());
        page.Replace("live-decisions", LiveDecisionSection.Write());
        page.Save();
        Console.WriteLine($"report: {arguments[0]}");
        return 0;
    }

    private static string[] ReadLines(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(content);
        return reader.ReadToEnd().TrimEnd('\n').Split('\n');
    }
}
