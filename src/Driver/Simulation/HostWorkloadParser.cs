using System.Globalization;

namespace ShadowMig.Driver.Simulation;

/// <summary>
/// Reads host workloads: after one line of headings, a line a sample with simulation, guest, time frame, the guest's clock in
/// MHz, and its utilization, 0 to 1. This is the form of the workload of Beloglazov and Buyya, TPDS 2013.
/// </summary>
public static class HostWorkloadParser
{
    /// <summary>The heading of the first column, by which such a file is known.</summary>
    public const string FirstHeading = "\"Simulation ID\"";

    private const int Columns = 5;
    private const int MostFrames = 1_000_000;

    /// <summary>Reads workloads.</summary>
    /// <param name="lines">The lines, with the headings.</param>
    /// <param name="hostMegahertz">Capacity of the host, MHz.</param>
    /// <exception cref="TraceFormatException">A line is wrong, or there is none.</exception>
    public static IReadOnlyList<HostWorkload> Parse(IEnumerable<string> lines, double hostMegahertz)
    {
        SortedDictionary<int, List<double>> simulations = [];
        int number = 0;
        foreach (string line in lines)
        {
            if (++number == 1)
                continue;
            string[] fields = line.Split(',');
            if (fields.Length != Columns)
                throw new TraceFormatException(number, $"{fields.Length} columns where {Columns} are expected: simulation, guest, time frame, MHz, utilization");
            int simulation = Whole(fields[0], number, "simulation", int.MaxValue);
            int frame = Whole(fields[2], number, "time frame", MostFrames);
            double asked = Number(fields[3], number, "MHz", 1e6) * Number(fields[4], number, "utilization", 1) / hostMegahertz;
            if (!simulations.TryGetValue(simulation, out List<double>? load))
                simulations[simulation] = load = [];
            while (load.Count <= frame)
                load.Add(0);
            load[frame] += asked;
        }

        return simulations.Count > 0
            ? [.. simulations.Select(s => new HostWorkload(s.Key, s.Value.ToArray()))]
            : throw new TraceFormatException(number, "the file holds no samples");
    }

    private static int Whole(string text, int line, string what, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= most
            ? value
            : throw new TraceFormatException(line, $"'{text}' is no {what}; it is a whole number of at most {most}");

    private static double Number(string text, int line, string what, double most) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value >= 0 && value <= most
            ? value
            : throw new TraceFormatException(line, $"'{text}' is no {what}; it is a number from 0 to {most.ToString(CultureInfo.InvariantCulture)}");
}
