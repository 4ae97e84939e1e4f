using System.Globalization;
using ShadowMig.Driver.Simulation;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>Times until guests leave, for people.</summary>
internal static class OverloadTimeView
{
    /// <summary>Writes a table a file.</summary>
    public static void Write(HumanConsole console, IEnumerable<OverloadTimeTrace> traces)
    {
        foreach (OverloadTimeTrace trace in traces)
        {
            Table table = console.Table(trace.File, "limit", "method", "stays", "of the optimum", "overloaded", "at worst", "above the limit");
            foreach (OverloadTimeResult result in trace.Results)
            {
                table.AddRow(
                    HumanText.Ratio(result.Limit),
                    HumanText.Plain(result.Method),
                    result.MeanTime.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture),
                    HumanText.Ratio(Math.Round(result.RatioOfOptimum, 3)),
                    HumanText.Ratio(result.MeanOverloadRatio),
                    HumanText.Ratio(result.WorstOverloadRatio),
                    $"{result.AboveLimit} of {result.Workloads}");
            }

            console.Write(table);
        }

        console.Line();
        console.Line("stays: time until a guest leaves; overloaded: share of that time in which guests asked for all that the host has, or more, the migration included");
    }
}
