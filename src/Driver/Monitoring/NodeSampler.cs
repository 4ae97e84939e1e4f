using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Samples the node and all of its guests every period on a connection of its own, and publishes snapshots.</summary>
internal sealed partial class NodeSampler : BackgroundService, ISnapshotSource
{
    private readonly IOptionsMonitor<MonitoringOptions> _options;
    private readonly ObservationStore _observations;
    private readonly TimeProvider _time;
    private readonly ILogger<NodeSampler> _logger;
    private readonly MonitoredConnection _connection;
    private readonly GuestStatisticsReader _guests;
    private readonly NodeReader _node;
    private readonly HashSet<Type> _told = [];
    private IReadOnlyDictionary<Guid, GuestEntry> _roster = new Dictionary<Guid, GuestEntry>();
    private NodeReadings? _lastNode;
    private NodeSample? _nodeSample;
    private bool _isNodeSilent;
    private NodeSnapshot _latest = new();

    public NodeSampler(
        ILibvirtConnector connector, IFileReader files, IOptionsMonitor<MonitoringOptions> options, ObservationStore observations,
        TimeProvider time, ILogger<NodeSampler> logger)
    {
        _options = options;
        _observations = observations;
        _time = time;
        _logger = logger;
        _connection = new(connector, time);
        _guests = new(_connection, time, logger);
        _node = new(_connection, files, time);
    }

    /// <inheritdoc/>
    public event Action<NodeSnapshot>? Published;

    /// <inheritdoc/>
    public NodeSnapshot Latest => Volatile.Read(ref _latest);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _connection.Dispose();
        base.Dispose();
    }

    /// <summary>One tick: reads, and publishes what is known afterwards, an answer or none.</summary>
    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        MonitoringOptions options = _options.CurrentValue;
        long begun = _time.GetTimestamp();
        bool isUp = false;
        try
        {
            _roster = GuestRoster.Update(_roster, await _guests.ReadAsync(options, cancellationToken).ConfigureAwait(false));
            isUp = true;
            _observations.Retain(_roster.Keys);
            await ReadNodeAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (exception is NodeUnavailableException or LibvirtException or TimeoutException)
        {
            // Each kind once: that calls hang, and later that so many do that no more are begun.
            if (_told.Add(exception.GetType()))
                LogNoAnswer(options.ConnectionUri, exception.Message);
        }
        catch (Exception exception)
        {
            // The sampler outlives whatever a tick meets; the snapshot says that it is down.
            LogTickFailed(exception);
        }

        if (isUp && !Latest.CollectorUp)
            LogAnswers(options.ConnectionUri);
        if (isUp)
            _told.Clear();
        Publish(options, isUp, _time.GetElapsedTime(begun));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                long begun = _time.GetTimestamp();
                await TickAsync(stoppingToken).ConfigureAwait(false);
                TimeSpan rest = _options.CurrentValue.SamplePeriod - _time.GetElapsedTime(begun);
                if (rest > TimeSpan.Zero)
                    await Task.Delay(rest, _time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop; a call that hangs is left behind.
        }
    }

    // What it fails to tell of itself makes the node's sample old, and takes nothing from the guests.
    private async Task ReadNodeAsync(MonitoringOptions options, CancellationToken cancellationToken)
    {
        try
        {
            NodeReadings node = await _node.ReadAsync(options, cancellationToken).ConfigureAwait(false);
            _nodeSample = NodeSampleCalculator.Calculate(node, _lastNode, _roster.Values.Select(guest => guest.Sample.MemoryResident));
            (_lastNode, _isNodeSilent) = (node, false);
        }
        catch (Exception exception) when (exception is NodeUnavailableException or LibvirtException or TimeoutException)
        {
            if (!_isNodeSilent)
                LogNodeSilent(options.ConnectionUri, exception.Message);
            _isNodeSilent = true;
        }
    }

    private void Publish(MonitoringOptions options, bool isUp, TimeSpan duration)
    {
        DateTimeOffset now = _time.GetUtcNow();
        NodeSnapshot snapshot = new()
        {
            Node = _nodeSample is { } node ? node with { IsStale = SampleAge.IsStale(node.At, now, options.EffectiveStaleAfter) } : null,
            At = now,
            Guests = GuestRoster.Samples(_roster, now, options.EffectiveStaleAfter),
            Observations = _observations.All,
            Ticks = Latest.Ticks + 1,
            CollectorUp = isUp,
            CollectorDuration = duration,
        };
        Volatile.Write(ref _latest, snapshot);
        Published?.Invoke(snapshot);
    }
}
