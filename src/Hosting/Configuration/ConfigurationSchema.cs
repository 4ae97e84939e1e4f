namespace ShadowMig.Hosting.Configuration;

/// <summary>Every key that a configuration file may hold; all else is refused, so that a typing error cannot pass for a setting.</summary>
internal static class ConfigurationSchema
{
    /// <summary>The settings, by section.</summary>
    public static IReadOnlyList<Setting> Settings { get; } =
    [
        new("Http:Address", SettingValues.HttpAddress),

        new("Monitoring:ConnectionUri", SettingValues.AnyLibvirtUri),
        new("Monitoring:SamplePeriod", SettingValues.Time),
        new("Monitoring:DetailPeriod", SettingValues.Time),
        new("Monitoring:SampleBound", SettingValues.Time),
        new("Monitoring:StaleAfter", SettingValues.Time),
        new("Monitoring:CallBound", SettingValues.Time),
        new("Monitoring:ObserveGuests", SettingValues.Boolean),
        new("Monitoring:ObservationInterval", SettingValues.Time),
        new("Monitoring:ObservationPeriods:*", SettingValues.Time),
        new("Monitoring:ObservationBudget", SettingValues.Time),
        new("Monitoring:Probe", SettingValues.Boolean),

        new("Signals:File", SettingValues.Text),
        new("Signals:FileMaxAge", SettingValues.Time),
        new("Signals:PrometheusUrl", SettingValues.Url),
        new("Signals:QueryInterval", SettingValues.Time),
        new("Signals:QueryBound", SettingValues.Time),
        new("Signals:Queries:*:Query", SettingValues.Text),
        new("Signals:Queries:*:Scope", SettingValues.OneOf("node", "guest")),

        new("Rules:*:Enabled", SettingValues.Boolean),
        new("Rules:*:Signal", SettingValues.Text),
        new("Rules:*:Scope", SettingValues.OneOf("node", "guest")),
        new("Rules:*:Aggregate", SettingValues.OneOf("max", "mean", "sum")),
        new("Rules:*:Comparison", SettingValues.OneOf("above", "below")),
        new("Rules:*:Method", SettingValues.OneOf("static", "mad", "iqr", "local-regression", "robust-local-regression", "forecast")),
        new("Rules:*:Threshold", SettingValues.Quantity),
        new("Rules:*:Clearing", SettingValues.Quantity),
        new("Rules:*:Safety", SettingValues.Number),
        new("Rules:*:Duration", SettingValues.TimeOrNone),
        new("Rules:*:ClearDuration", SettingValues.TimeOrNone),
        new("Rules:*:Interval", SettingValues.TimeOrNone),
        new("Rules:*:Severity", SettingValues.OneOf("warning", "critical")),
        new("Rules:*:Effect", SettingValues.OneOf("overloaded", "degrading")),
        new("Rules:*:Resource", SettingValues.Text),

        new("Migration:Tls", SettingValues.Boolean),
        new("Migration:JournalPath", SettingValues.Text),
        new("Migration:BandwidthBudgetMebibytesPerSecond", SettingValues.Whole(1, 1_000_000)),
        new("Migration:ConnectBound", SettingValues.Time),
        new("Migration:CapabilityBound", SettingValues.Time),
        new("Migration:CallBound", SettingValues.Time),
        new("Migration:PollInterval", SettingValues.Time),
        new("Migration:AbortRetry", SettingValues.Time),
        new("Migration:AbortBound", SettingValues.Time),
        new("Migration:OwnershipBound", SettingValues.Time),
        new("Migration:OwnershipRetry", SettingValues.Time),
        new("Migration:EventLag", SettingValues.Time),

        new("Preflight:ConnectBound", SettingValues.Time),
        new("Preflight:CapabilityBound", SettingValues.Time),
        new("Preflight:CallBound", SettingValues.Time),

        new("Link:AssumedMebibytesPerSecond", SettingValues.Number),
        new("Link:AssumedSwitchoverCost", SettingValues.Time),
        new("Link:History", SettingValues.Whole(1, 10_000)),

        new("Profiles:*:Inherits", SettingValues.Text),
        new("Profiles:*:MaxDowntime", SettingValues.Time),
        new("Profiles:*:MaxTotalTime", SettingValues.Time),
        new("Profiles:*:Bandwidth", SettingValues.Rate),
        new("Profiles:*:MaxSlowdown", SettingValues.Ratio),
        new("Profiles:*:AllowPostCopy", SettingValues.Boolean),
        new("Profiles:*:Tls", SettingValues.Boolean),
        new("Profiles:*:Match:Names:*", SettingValues.Text),
        new("Profiles:*:Match:Labels:*", SettingValues.Text),

        new("Nodes:*:Uri", SettingValues.LibvirtUri),
        new("Nodes:*:Processors", SettingValues.Positive),

        new("Coordination:Mode", SettingValues.OneOf("Local", "Etcd")),
        new("Coordination:LeaseSeconds", SettingValues.Whole(5, 300)),
        new("Coordination:MaxMigrations", SettingValues.Whole(1, 10_000)),
        new("Coordination:MaxMigrationsFromNode", SettingValues.Whole(1, 10_000)),
        new("Coordination:MaxMigrationsToNode", SettingValues.Whole(1, 10_000)),
        new("Coordination:NodeName", SettingValues.Text),
        new("Coordination:NodeUri", SettingValues.LibvirtUri),
        new("Coordination:Etcd:Endpoints:*", SettingValues.Url),
        new("Coordination:Etcd:Prefix", SettingValues.Text),
        new("Coordination:Etcd:CaFile", SettingValues.Text),
        new("Coordination:Etcd:CertificateFile", SettingValues.Text),
        new("Coordination:Etcd:KeyFile", SettingValues.Text),
        new("Coordination:Etcd:User", SettingValues.Text),
        new("Coordination:Etcd:PasswordFile", SettingValues.Text),
        new("Coordination:Etcd:CallBound", SettingValues.Time),

        new("Selection:LeastHeadroom", SettingValues.Ratio),

        new("Drain:MaxOutgoing", SettingValues.Whole(1, 64)),
        new("Drain:MaxIncoming", SettingValues.Whole(1, 64)),
        new("Drain:ParallelObservations", SettingValues.Whole(1, 64)),
        new("Drain:MaxObservationAge", SettingValues.Time),

        new("Autopilot:Enabled", SettingValues.Boolean),
        new("Autopilot:Armed", SettingValues.Boolean),
        new("Autopilot:Detector", SettingValues.OneOf("forecast", "threshold")),
        new("Autopilot:OverloadedAt", SettingValues.Load),
        new("Autopilot:ClearedAt", SettingValues.Load),
        new("Autopilot:Duration", SettingValues.Time),
        new("Autopilot:GuestCooldown", SettingValues.Time),
        new("Autopilot:NodeCooldown", SettingValues.Time),
        new("Autopilot:ReturnAfter", SettingValues.Time),
        new("Autopilot:RetryAfter", SettingValues.Time),
        new("Autopilot:MovesPerHour", SettingValues.Whole(1, 1000)),
        new("Autopilot:MovesPerNode", SettingValues.Whole(1, 16)),
        new("Autopilot:Horizon", SettingValues.Time),
        new("Autopilot:Decisions", SettingValues.Whole(1, 100_000)),

        new("Api:Socket", SettingValues.Text),
        new("Api:Group", SettingValues.Text),
        new("Api:Address", SettingValues.HttpsAddress),
        new("Api:CertificateFile", SettingValues.Text),
        new("Api:KeyFile", SettingValues.Text),
        new("Api:ClientCaFile", SettingValues.Text),
        new("Api:Roles:*", SettingValues.OneOf("operator", "viewer", "peer")),
        new("Api:RequestsPerMinute", SettingValues.Whole(1, 6000)),

        new("Logging:LogLevel:*", SettingValues.OneOf("Trace", "Debug", "Information", "Warning", "Error", "Critical", "None")),
    ];

    /// <summary>The setting that a path is, or null.</summary>
    public static Setting? Find(string path) => Settings.FirstOrDefault(s => s.Matches(path));

    /// <summary>What may stand beside a path that is unknown, for the message.</summary>
    public static string Neighbours(string path)
    {
        string parent = path.Contains(':', StringComparison.Ordinal) ? path[..path.LastIndexOf(':')] : "";
        int depth = parent.Length == 0 ? 0 : parent.Split(':').Length;
        string[] names = [.. Settings.Select(s => s.Path.Split(':'))
            .Where(p => p.Length > depth && p[depth] != "*" && (depth == 0 || new Setting(string.Join(':', p[..depth]), SettingValues.Text).Matches(parent)))
            .Select(p => p[depth])
            .Distinct()];
        return names.Length > 0
            ? $"known here: {string.Join(", ", names)}"
            : $"known sections: {string.Join(", ", Settings.Select(s => s.Path.Split(':')[0]).Distinct())}";
    }
}
