using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Cluster.Fleet;

/// <summary>Samples every node of the inventory, each in a loop of its own, so that a dead node delays no other.</summary>
internal sealed partial class FleetSampler(
    INodeInventory inventory, ILibvirtConnector connector, IOptionsMonitor<MonitoringOptions> options, TimeProvider time, ILogger<FleetSampler> logger)
    : BackgroundService, IFleetSource
{
    private readonly Lock _starting = new();
    private FleetNodeReader[] _readers = [];

    /// <inheritdoc/>
    public IReadOnlyList<FleetNodeSample> Latest => [.. Volatile.Read(ref _readers).Select(reader => reader.Latest)];

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<Guid, bool>> FindBusyAsync(string node, CancellationToken cancellationToken) =>
        Volatile.Read(ref _readers).FirstOrDefault(reader => reader.Latest.Node.Name == node)?.FindBusyAsync(options.CurrentValue, cancellationToken)
        ?? Task.FromResult<IReadOnlyDictionary<Guid, bool>>(new Dictionary<Guid, bool>());

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (FleetNodeReader reader in Volatile.Read(ref _readers))
            reader.Dispose();
        base.Dispose();
    }

    /// <summary>One tick of all nodes at once.</summary>
    internal Task TickAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Readers().Select(reader => TryTickAsync(reader, cancellationToken)));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(Readers().Select(reader => FollowAsync(reader, stoppingToken))).ConfigureAwait(false);
    }

    /// <summary>The readers of all nodes of the inventory.</summary>
    internal IReadOnlyList<FleetNodeReader> Readers()
    {
        lock (_starting)
        {
            if (_readers.Length == 0)
                Volatile.Write(ref _readers, [.. inventory.Nodes.Select(node => new FleetNodeReader(node, connector, time, logger))]);
            return _readers;
        }
    }

    private async Task FollowAsync(FleetNodeReader reader, CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                long begun = time.GetTimestamp();
                await TryTickAsync(reader, stoppingToken).ConfigureAwait(false);
                TimeSpan rest = options.CurrentValue.SamplePeriod - time.GetElapsedTime(begun);
                if (rest > TimeSpan.Zero)
                    await Task.Delay(rest, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop; a call that hangs is left behind.
        }
    }

    private async Task TryTickAsync(FleetNodeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            await reader.TickAsync(options.CurrentValue, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The sampler outlives whatever a tick meets; what it does not renew grows old.
            LogTickFailed(reader.Latest.Node.Name, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sampling node {Node} failed")]
    private partial void LogTickFailed(string node, Exception exception);
}
