using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>A guest as a decision sees it; null where unknown.</summary>
public sealed record DecisionGuest
{
    /// <summary>The guest.</summary>
    public required DomainIdentity Domain { get; init; }

    /// <summary>When its readings were taken.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether its virtual processors run.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Whether a job, such as a backup or a migration, runs on it.</summary>
    public bool? IsBusy { get; init; }

    /// <summary>Virtual processors.</summary>
    public int? VirtualCpus { get; init; }

    /// <summary>Processors that it asked for at its last samples, oldest first.</summary>
    public IReadOnlyList<double> Demands { get; init; } = [];

    /// <summary>Memory that it needs on a node, with what QEMU adds.</summary>
    public ByteCount? Memory { get; init; }

    /// <summary>What its owner wants of whoever moves it.</summary>
    public GuestPolicy? Policy { get; init; }

    /// <summary>What moving it would take; null for guests of nodes that nobody has to leave.</summary>
    public MoveForecast? Forecast { get; init; }
}
