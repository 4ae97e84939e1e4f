using System.ComponentModel.DataAnnotations;

namespace ShadowMig.Driver.Monitoring;

/// <summary>How a node and its guests are watched.</summary>
public sealed class MonitoringOptions
{
    /// <summary>The node's libvirt daemon; pressure readings need one that names no host.</summary>
    [Required]
    public string ConnectionUri { get; set; } = "qemu:///system";

    /// <summary>Time from one sample of all guests to the next, 0.5 s to 5 min.</summary>
    public TimeSpan SamplePeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Time from one reading of the expensive statistics (balloons, virtual processors, interfaces) to the next; null for five
    /// sample periods, at most 10 s, and never less than the sample period.
    /// </summary>
    public TimeSpan? DetailPeriod { get; set; }

    /// <summary>
    /// How long a sampling call may take; null for half the sample period, at least 1 s, and 1 s more (at most 5 s) for each
    /// hundred guests where the call reads all of them.
    /// </summary>
    public TimeSpan? SampleBound { get; set; }

    /// <summary>Age from which a sample of a guest or of the node decides nothing; null for three sample periods.</summary>
    public TimeSpan? StaleAfter { get; set; }

    /// <summary>How long connecting, and a call of an observation, may take.</summary>
    public TimeSpan CallBound { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether dirty rates and working sets are measured in rotation.</summary>
    public bool ObserveGuests { get; set; } = true;

    /// <summary>Time from one working set measurement of a guest to its next.</summary>
    public TimeSpan ObservationInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Periods of these measurements, whole seconds, 1 to 60; null for 1, 2 and 4 s.</summary>
    public IReadOnlyList<TimeSpan>? ObservationPeriods { get; set; }

    /// <summary>Within this time a noisy calculation repeats its shortest period for an average, 1 s to 5 min.</summary>
    public TimeSpan ObservationBudget { get; set; } = new ObservationOptions().Budget;

    /// <summary>Whether the shadow probe may read guest memory.</summary>
    public bool Probe { get; set; }

    internal TimeSpan EffectiveDetailPeriod =>
        DetailPeriod ?? TimeSpan.FromSeconds(Math.Max(SamplePeriod.TotalSeconds, Math.Min(5 * SamplePeriod.TotalSeconds, 10)));

    internal TimeSpan EffectiveSampleBound => SampleBound ?? TimeSpan.FromSeconds(Math.Max(1, SamplePeriod.TotalSeconds / 2));

    /// <summary>How long the one call that reads all guests may take: libvirt asks them one after the other.</summary>
    internal TimeSpan BulkBound(int guests) => SampleBound ?? (EffectiveSampleBound + TimeSpan.FromSeconds(Math.Min(guests / 100, 5)));

    /// <summary>Age from which a sample decides nothing.</summary>
    public TimeSpan EffectiveStaleAfter => StaleAfter ?? (3 * SamplePeriod);

    /// <summary>Age from which what is read every <see cref="DetailPeriod"/> decides nothing.</summary>
    internal TimeSpan DetailStaleAfter => EffectiveStaleAfter + EffectiveDetailPeriod - SamplePeriod;

    /// <summary>How a guest is observed by these options.</summary>
    public ObservationOptions ToObservationOptions()
    {
        ObservationOptions options = new() { Probe = Probe, CallBound = CallBound, Budget = ObservationBudget };
        return ObservationPeriods is null ? options : options with { Periods = ObservationPeriods };
    }
}
