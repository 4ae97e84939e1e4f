using System.Text.Json;
using ShadowMig.Benchmarks.Cells;

namespace ShadowMig.Benchmarks.Records;

/// <summary>One migration, measured. Null where unknown.</summary>
internal sealed record RunRecord
{
    /// <summary>Part, cell and policy: a run is done once.</summary>
    public required string Key { get; init; }

    public required string Part { get; init; }

    public required Cell Cell { get; init; }

    public required string Policy { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Commit that the benchmark and ShadowMig were built from.</summary>
    public string? Revision { get; init; }

    /// <summary>Host that the guest left.</summary>
    public required string Source { get; init; }

    /// <summary>Processes that wanted a core in the minute before, the guest's among them: much above the cores, somebody disturbed the run.</summary>
    public double? LoadAverage { get; init; }

    /// <summary>What came of it.</summary>
    public required RunResult Result { get; init; }

    /// <summary>By libvirt's completed job.</summary>
    public double? TotalSeconds { get; init; }

    /// <summary>By libvirt's completed job.</summary>
    public double? DowntimeSeconds { get; init; }

    public long? TransferBytes { get; init; }

    public int? Iterations { get; init; }

    /// <summary>From the command to its end, observation and planning included.</summary>
    public double WallSeconds { get; init; }

    /// <summary>Longest silence of the guest's consoles.</summary>
    public double? BlackoutSeconds { get; init; }

    public double? BaselinePagesPerSecond { get; init; }

    /// <summary>Share of the baseline's writes that did not happen during the transfer.</summary>
    public double? WorkLostShare { get; init; }

    /// <summary>The same as seconds of the guest's work.</summary>
    public double? WorkLostSeconds { get; init; }

    /// <summary>Highest throttle seen, percent.</summary>
    public int? ThrottlePercent { get; init; }

    /// <summary>Limits that a completed run broke: downtime, total, slowdown.</summary>
    public IReadOnlyList<string> LimitsBroken { get; init; } = [];

    /// <summary>No LOST or PANIC line, one beat at least after the run.</summary>
    public required bool GuestWhole { get; init; }

    /// <summary>The guest's own complete look at its memory after this run; null when it was not waited for.</summary>
    public bool? MemoryChecked { get; init; }

    public string? Error { get; init; }

    public IReadOnlyList<StepTaken> Steps { get; init; } = [];

    public IReadOnlyList<ObservedRound> Rounds { get; init; } = [];

    /// <summary>The time left as ShadowMig showed it in flight.</summary>
    public IReadOnlyList<ForecastSeen> Forecasts { get; init; } = [];

    /// <summary>What ShadowMig printed: the plan of a refusal, the report of a migration.</summary>
    public JsonElement? Document { get; init; }
}
