using Microsoft.Extensions.Logging;
using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Native;

namespace ShadowMig.Driver.Cluster.Fleet;

/// <summary>Samples one node of the inventory on a connection of its own: one bulk call for all guests a tick.</summary>
internal sealed partial class FleetNodeReader : IDisposable
{
    // A daemon just started asks every QEMU what it can do before it answers.
    private static readonly TimeSpan CapabilityBound = TimeSpan.FromSeconds(30);

    private readonly FleetNode _node;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MonitoredConnection _connection;
    private readonly GuestStatisticsReader _guests;
    private readonly GuestDescriptions _descriptions;
    private readonly GuestDemands _demands = new();
    private IReadOnlyDictionary<Guid, GuestEntry> _roster = new Dictionary<Guid, GuestEntry>();
    private ILibvirtConnection? _described;
    private IReadOnlyList<GuestSample> _samples = [];
    private FleetNodeSample _latest;
    private bool? _isUp;

    public FleetNodeReader(FleetNode node, ILibvirtConnector connector, TimeProvider time, ILogger logger)
    {
        (_node, _time, _logger) = (node, time, logger);
        _connection = new(connector, time);
        _guests = new(_connection, time, logger);
        _descriptions = new(_connection, time);
        _latest = new() { Node = node };
    }

    /// <summary>The node as it was last seen.</summary>
    public FleetNodeSample Latest => Volatile.Read(ref _latest);

    /// <summary>Its guests, as the rotation takes them.</summary>
    public IReadOnlyList<GuestSample> Samples => Volatile.Read(ref _samples);

    /// <summary>The latest measurement of each of its guests; written by the rotation.</summary>
    public ObservationStore Observations { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>One tick; what goes wrong leaves the last sample, which grows old.</summary>
    public async Task TickAsync(MonitoringOptions shared, CancellationToken cancellationToken)
    {
        try
        {
            FleetNodeSample sample = await ReadAsync(Options(shared), cancellationToken).ConfigureAwait(false);
            if (_isUp != true)
                LogAnswers(_node.Name);
            _isUp = true;
            Volatile.Write(ref _latest, sample);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (exception is NodeUnavailableException or LibvirtException or TimeoutException or FormatException)
        {
            if (_isUp != false)
                LogNoAnswer(_node.Name, _node.Uri, exception.Message);
            _isUp = false;
            Volatile.Write(ref _latest, Latest with { IsUp = false });
        }
    }

    /// <summary>Whether a job runs on each guest; one of which the node did not tell in time is missing.</summary>
    /// <remarks>
    /// Each guest is a call of its own: one that hangs, or a node too slow for all, leaves what was told before. The time for all of
    /// them grows as that of a sample does.
    /// </remarks>
    public async Task<IReadOnlyDictionary<Guid, bool>> FindBusyAsync(MonitoringOptions shared, CancellationToken cancellationToken)
    {
        MonitoringOptions options = Options(shared);
        Guid[] guests = [.. Latest.Guests.Where(guest => guest.At == Latest.At).Select(guest => guest.Domain.Uuid)];
        TimeSpan bound = options.BulkBound(guests.Length);
        long begun = _time.GetTimestamp();
        Dictionary<Guid, bool> busy = [];
        try
        {
            foreach (Guid guest in guests.TakeWhile(_ => _time.GetElapsedTime(begun) < bound))
            {
                if (await _connection.CallAsync(c => IsBusy(c, guest), options, cancellationToken).ConfigureAwait(false) is { } known)
                    busy[guest] = known;
            }
        }
        catch (Exception exception) when (exception is NodeUnavailableException or LibvirtException or TimeoutException)
        {
            // The others stay unknown.
        }

        return busy;
    }

    private async Task<FleetNodeSample> ReadAsync(MonitoringOptions options, CancellationToken cancellationToken)
    {
        CapabilityRecord capabilities = await CapabilitiesAsync(options, cancellationToken).ConfigureAwait(false);
        GuestReadings readings = await _guests.ReadAsync(options, cancellationToken).ConfigureAwait(false);
        _roster = GuestRoster.Update(_roster, readings);
        IReadOnlyList<GuestSample> samples = GuestRoster.Samples(_roster, readings.At, options.EffectiveStaleAfter);
        _demands.Add(samples);
        Observations.Retain(samples.Select(s => s.Domain.Uuid));
        Volatile.Write(ref _samples, samples);
        (NodeInfo info, NodeMemory memory) = await _connection
            .CallAsync(c => (c.GetNodeInfo(), c.GetNodeMemory()), options, cancellationToken).ConfigureAwait(false);
        await _descriptions.RefreshAsync(
            [.. samples.Where(s => s.At == readings.At).Select(s => s.Domain.Uuid)], options, cancellationToken).ConfigureAwait(false);
        return new()
        {
            Node = _node,
            At = readings.At,
            IsUp = true,
            Capabilities = capabilities,
            Processors = _node.Processors ?? info.Cpus,
            MemoryTotal = ByteCount.From(memory.TotalBytes ?? info.MemoryBytes),
            MemoryAvailable = AvailableMemory.Of(memory, samples.Select(s => s.MemoryResident)),
            Guests = [.. samples.Select(Guest)],
        };
    }

    // Asked again on each new connection: the daemon may be another version then.
    private async Task<CapabilityRecord> CapabilitiesAsync(MonitoringOptions options, CancellationToken cancellationToken)
    {
        ILibvirtConnection connection = await _connection.OpenAsync(options.ConnectionUri, options.CallBound, cancellationToken).ConfigureAwait(false);
        if (connection == _described && Latest.Capabilities is { } known)
            return known;
        try
        {
            CapabilityRecord read = await _connection
                .RunAsync(() => CapabilityRecordReader.Read(connection).Record, CapabilityBound, cancellationToken).ConfigureAwait(false);
            _described = connection;
            return read;
        }
        catch (Exception exception) when (exception is LibvirtException or TimeoutException)
        {
            _connection.Abandon(connection);
            throw;
        }
    }

    private FleetGuest Guest(GuestSample sample) => new()
    {
        Domain = sample.Domain,
        At = sample.At,
        State = sample.State,
        VirtualCpus = sample.VirtualCpus,
        Demands = _demands.Of(sample.Domain.Uuid),
        Description = _descriptions.Of(sample.Domain.Uuid),
        Observation = Observations.All.GetValueOrDefault(sample.Domain.Uuid),
    };

    // Null where libvirt cannot tell of this one guest.
    private static bool? IsBusy(ILibvirtConnection connection, Guid guest)
    {
        try
        {
            using ILibvirtDomain? domain = connection.FindDomainByUuid(guest);
            return domain is not null && DomainJobs.IsBusy(domain);
        }
        catch (LibvirtException exception) when (!MonitoredConnection.Breaks(exception.Code))
        {
            return null;
        }
    }

    private MonitoringOptions Options(MonitoringOptions shared) => new()
    {
        ConnectionUri = _node.Uri,
        SamplePeriod = shared.SamplePeriod,
        // What guests wait for is part of what they ask for, at every sample.
        DetailPeriod = shared.SamplePeriod,
        SampleBound = shared.SampleBound,
        StaleAfter = shared.StaleAfter,
        CallBound = shared.CallBound,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} ({Uri}) does not answer: {Why}")]
    private partial void LogNoAnswer(string node, string uri, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Node {Node} answers")]
    private partial void LogAnswers(string node);
}
