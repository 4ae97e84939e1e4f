using Microsoft.Extensions.Options;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Orchestration.Certificates;
using ShadowMig.Hosting.Http.Api;

namespace ShadowMig.Hosting.Metrics;

/// <summary>Looks once an hour until when this node's certificates and the API's are valid, off the path of the scrape.</summary>
internal sealed class CertificateWatcher(
    CertificateFolders folders, ApiCertificates api, IOptions<MonitoringOptions> monitoring, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private IReadOnlyDictionary<string, DateTimeOffset> _latest = new Dictionary<string, DateTimeOffset>();

    /// <summary>When the first certificate of each file that could be read ends, by path; of libvirt's none where another machine is watched.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Latest => Volatile.Read(ref _latest);

    /// <summary>Looks once.</summary>
    public void Tick()
    {
        Dictionary<string, DateTimeOffset> ends = (LibvirtUri.IsLocal(monitoring.Value.ConnectionUri) ? folders.Files : [])
            .Select(folders.Read)
            .Where(file => file.State == CertificateFileState.Read)
            .ToDictionary(file => file.Path, file => file.Certificates.Min(c => (DateTimeOffset)c.NotAfter));
        if (api.Expiry is { } own)
            ends[own.File] = own.EndsAt;
        Volatile.Write(ref _latest, ends);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        await Task.Yield();
        try
        {
            do
            {
                Tick();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The service ends.
        }
    }
}
