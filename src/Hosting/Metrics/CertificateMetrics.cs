using Prometheus;

namespace ShadowMig.Hosting.Metrics;

/// <summary>Metrics of this node's certificates.</summary>
internal sealed class CertificateMetrics(IMetricFactory factory)
{
    private readonly GaugeSeries _expiry = new(factory.CreateGauge(
        "shadowmig_certificate_expiry_timestamp_seconds", "When the first certificate of the file ends to be valid, as a Unix time.", ["certificate"]));

    /// <summary>Takes over until when each file's certificates are valid; a file that is gone loses its series.</summary>
    public void Update(IReadOnlyDictionary<string, DateTimeOffset> ends)
    {
        foreach ((string file, DateTimeOffset end) in ends)
            _expiry.Set(end.ToUnixTimeSeconds(), file);
        _expiry.Sweep();
    }
}
