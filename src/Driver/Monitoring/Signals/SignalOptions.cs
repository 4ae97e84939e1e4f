using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>Signals that an operator adds.</summary>
public sealed class SignalOptions
{
    /// <summary>Name of the configuration's section.</summary>
    public const string Section = "Signals";

    /// <summary>The operator's file, an absolute path; null for none.</summary>
    public string? File { get; set; }

    /// <summary>Age from which the file decides nothing.</summary>
    [PositiveTime]
    public TimeSpan FileMaxAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Where the Prometheus server answers; null when no queries are made.</summary>
    public Uri? PrometheusUrl { get; set; }

    /// <summary>Time from one round of queries to the next.</summary>
    [PositiveTime]
    public TimeSpan QueryInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a query may take.</summary>
    [PositiveTime]
    public TimeSpan QueryBound { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The queries by name; a rule names them <c>query:NAME</c>.</summary>
    public Dictionary<string, QueryOptions> Queries { get; } = [];
}
