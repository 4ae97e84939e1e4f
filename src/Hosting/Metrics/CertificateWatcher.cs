using Microsoft.Extensions.Options;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Orchestration.Certificates;

namespace ShadowMig.Hosting.Metrics;

/// <summary>Looks once an hour until when this node's certificates are valid, off the path of the scrape.</summary>
internal sealed class CertificateWatcher(CertificateFolders folders, IOptions<MonitoringOptions> monitoring, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private IReadOnlyDictionary<string, DateTimeOffset> _latest = new Dictionary<string, DateTimeOffset>();

    /// <summary>When the first certificate of each file that could be read ends, by path; empty where another machine is watched.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Latest => Volatile.Read(ref _latest);

    /// <summary>Looks once.</summary>
    public void Tick()
    {
        if (!LibvirtUri.IsLocal(monitoring.Value.ConnectionUri))
            return;
        Volatile.Write(ref _latest, folders.Files
            .Select(folders.Read)
            .Where(file => file.State == CertificateFileState.Read)
            .ToDictionary(file => file.Path, file => file.Certificates.Min(c => (DateTimeOffset)c.NotAfter)));
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
