using System.Globalization;

namespace ShadowMig.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions
{
    public static readonly string[] AllParts = ["planner", "peers", "prediction", "observation", "guestperf"];

    public int Seed { get; init; } = 1;

    /// <summary>Time for all parts together.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(120);

    public string Out { get; init; } = "/var/tmp/shadowmig-bench";

    public IReadOnlyList<string> Parts { get; init; } = AllParts;

    /// <summary>Only make the report.</summary>
    public bool ReportOnly { get; init; }

    /// <summary>Only plan the recorded migrations again.</summary>
    public bool Replay { get; init; }

    /// <summary>Only check the pure parts.</summary>
    public bool SelfCheck { get; init; }

    /// <summary>Let ShadowMig read a sample of guest memory.</summary>
    public bool Probe { get; init; } = true;

    /// <summary>Leave out the runs that try every strategy.</summary>
    public bool Strategies { get; init; } = true;

    /// <summary>Labs are called PREFIX-SUITE.</summary>
    public string LabPrefix { get; init; } = "bench";

    /// <summary>The built <c>shadowmig</c>.</summary>
    public string Executable { get; init; } = Path.Combine(Repository.Root, "src/Hosting/bin/Release/net10.0/shadowmig");

    /// <summary>Folder of the report.</summary>
    public string Docs { get; init; } = Path.Combine(Repository.Root, "docs");

    /// <summary>Only cells whose id contains this.</summary>
    public string Only { get; init; } = "";

    /// <summary>Only cells with this link rate, MiB/s; null for all.</summary>
    public int? Link { get; init; }

    /// <exception cref="FormatException">An option is unknown or has no sensible value.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        var left = new Queue<string>(arguments);
        while (left.TryDequeue(out string? option))
        {
            options = option switch
            {
                "--quick" => options with { Time = TimeSpan.FromMinutes(16), Strategies = false, Link = 60 },
                "--report" => options with { ReportOnly = true },
                "--replay" => options with { Replay = true },
                "--self-check" => options with { SelfCheck = true },
                "--no-probe" => options with { Probe = false },
                "--no-strategies" => options with { Strategies = false },
                "--minutes" => options with { Time = TimeSpan.FromMinutes(Number(option, left)) },
                "--seed" => options with { Seed = (int)Number(option, left) },
                "--out" => options with { Out = Path.GetFullPath(Value(option, left)) },
                "--docs" => options with { Docs = Path.GetFullPath(Value(option, left)) },
                "--part" => options with { Parts = ReadParts(Value(option, left)) },
                "--lab" => options with { LabPrefix = Value(option, left) },
                "--executable" => options with { Executable = Path.GetFullPath(Value(option, left)) },
                "--only" => options with { Only = Value(option, left) },
                _ => throw new FormatException($"unknown argument '{option}'"),
            };
        }
        return options;
    }

    private static string[] ReadParts(string list)
    {
        string[] parts = list.Split(',');
        return parts.FirstOrDefault(p => !AllParts.Contains(p)) is { } unknown
            ? throw new FormatException($"--part: '{unknown}' is unknown; use {string.Join(", ", AllParts)}")
            : parts;
    }

    private static string Value(string option, Queue<string> left) =>
        left.TryDequeue(out string? value) ? value : throw new FormatException($"{option} needs a value");

    private static double Number(string option, Queue<string> left) =>
        double.TryParse(Value(option, left), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0
            ? number
            : throw new FormatException($"{option} needs a number");
}
