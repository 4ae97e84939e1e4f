using System.Globalization;

namespace ShadowMig.Driver.Simulation;

/// <summary>
/// Reads traces: a line a machine, its utilization in per cent of its processors, 0 to 100, separated by commas, oldest first.
/// Lines that begin with # are comments.
/// </summary>
public static class TraceParser
{
    /// <summary>Reads a trace.</summary>
    /// <param name="lines">The lines, in the order of the file.</param>
    /// <param name="interval">Time between two samples.</param>
    /// <exception cref="TraceFormatException">A line is wrong, or there is none.</exception>
    public static UtilizationTrace Parse(IEnumerable<string> lines, TimeSpan interval)
    {
        List<ReadOnlyMemory<double>> machines = [];
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            if (line.StartsWith('#'))
                continue;
            double[] values = ParseLine(line, number);
            if (machines.Count > 0 && machines[0].Length != values.Length)
                throw new TraceFormatException(number, $"{values.Length} values where the machines before have {machines[0].Length}");
            machines.Add(values);
        }

        return machines.Count > 0 ? new(machines, interval) : throw new TraceFormatException(number, "the trace holds no machine");
    }

    private static double[] ParseLine(string line, int number)
    {
        string[] fields = line.Split(',');
        if (fields.Length < 2)
        {
            throw new TraceFormatException(number, line.Trim().Length == 0
                ? "an empty line; every line is one machine"
                : "fewer than two values; every line is one machine, its values separated by commas");
        }

        double[] values = new double[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            if (!double.TryParse(fields[i], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out double percent))
                throw new TraceFormatException(number, $"value {i + 1} is '{fields[i].Trim()}', not a number");
            if (percent is not (>= 0 and <= 100))
                throw new TraceFormatException(number, $"value {i + 1} is {fields[i].Trim()}; utilization is in per cent, 0 to 100");
            values[i] = percent / 100;
        }

        return values;
    }
}
