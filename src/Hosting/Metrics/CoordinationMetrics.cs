using Prometheus;
using ShadowMig.Driver.Cluster;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Metrics;

/// <summary>Metrics of this service's membership in its fleet.</summary>
internal sealed class CoordinationMetrics
{
    private readonly GaugeSeries _up, _leader, _age;

    /// <summary>Declares the metrics.</summary>
    public CoordinationMetrics(IMetricFactory factory)
    {
        GaugeSeries Declare(string name, string help) => new(factory.CreateGauge($"shadowmig_coordination_{name}", help, ["mode"]));
        _up = Declare("up", "Whether the service renewed its lease the last time it tried; 1 where there is none to renew.");
        _leader = Declare("leader", "Whether this service decides for the fleet.");
        _age = Declare("lease_age_seconds", "Time since the service's lease was last renewed.");
    }

    /// <summary>Takes over where the service stands.</summary>
    public void Update(MembershipState state)
    {
        string mode = CoordinationDocument.Word(state.Mode);
        _up.Set(state.IsUp ? 1 : 0, mode);
        _leader.Set(state.IsLeader ? 1 : 0, mode);
        _age.Set(state.SinceRenewal?.TotalSeconds, mode);
        foreach (GaugeSeries series in (GaugeSeries[])[_up, _leader, _age])
            series.Sweep();
    }
}
