using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Migration.InFlight;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration;

/// <summary>The connections of one migration: libvirtd serves five calls of a client at a time, so nothing is shared with monitoring.</summary>
internal sealed class MigrationEnds : IAsyncDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly MigrationOptions _options;
    private readonly TimeProvider _timeProvider;

    private TargetWatch? _target;

    private MigrationEnds(MigrationOptions options, TimeProvider timeProvider) => (_options, _timeProvider) = (options, timeProvider);

    /// <summary>The source, for the migration call and its events.</summary>
    public ILibvirtConnection Source { get; private set; } = null!;

    /// <summary>The target, for its events and its memory.</summary>
    public ILibvirtConnection Destination { get; private set; } = null!;

    /// <summary>Time since the target's daemon last answered, asked on a connection of its own.</summary>
    public TimeSpan TargetSilence => _target?.Silence ?? TimeSpan.Zero;

    /// <summary>Whether the connection of the migration call still works.</summary>
    public bool IsSourceAlive
    {
        get
        {
            try
            {
                return Source.IsAlive;
            }
            catch (LibvirtException)
            {
                return false;
            }
        }
    }

    /// <summary>The guest on <see cref="Source"/>.</summary>
    public ILibvirtDomain Guest { get; private set; } = null!;

    /// <summary>The guest on a connection of its own, for statistics and steering while the call runs.</summary>
    public ILibvirtDomain Steering { get; private set; } = null!;

    /// <summary>The guest's lock, which must stand whenever something is changed; whoever took it gives it back.</summary>
    public GuestLock Guard { get; set; } = null!;

    /// <summary>Opens all of them, each within its bound.</summary>
    /// <exception cref="MigrationRefusedException">A node cannot be reached, or the source does not have the guest.</exception>
    public static async Task<MigrationEnds> OpenAsync(
        ILibvirtConnector connector, string sourceUri, string destinationUri, Guid guest,
        MigrationOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var ends = new MigrationEnds(options, timeProvider);
        try
        {
            ends.Source = await ends.ConnectAsync(connector, sourceUri, ReasonCodes.SourceUnreachable, cancellationToken);
            ends.Guest = await ends.FindAsync(ends.Source, guest, cancellationToken);
            ILibvirtConnection steering = await ends.ConnectAsync(connector, sourceUri, ReasonCodes.SourceUnreachable, cancellationToken);
            ends.Steering = await ends.FindAsync(steering, guest, cancellationToken);
            ends.Destination = await ends.ConnectAsync(connector, destinationUri, ReasonCodes.DestinationUnreachable, cancellationToken);
            ends._target = new(connector, destinationUri, options, timeProvider);
            return ends;
        }
        catch
        {
            await ends.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks libvirt something, within the bound of a call.</summary>
    public Task<T> AskAsync<T>(Func<T> call, CancellationToken cancellationToken) =>
        BoundedCall.RunAsync(call, _options.CallBound, _timeProvider, cancellationToken);

    /// <summary>Asks a node what it can do, within a longer bound.</summary>
    public Task<T> AskCapabilitiesAsync<T>(Func<T> call, CancellationToken cancellationToken) =>
        BoundedCall.RunAsync(call, _options.CapabilityBound, _timeProvider, cancellationToken);

    /// <summary>Asks the target what memory new guests can get, within the bound of a call each for its memory and its guests.</summary>
    public Task<ByteCount?> AskAvailableMemoryAsync(CancellationToken cancellationToken) =>
        AvailableMemory.ReadAsync(Destination, _options.CallBound, _timeProvider, cancellationToken);

    /// <summary>Tells libvirt something, within the bound of a call.</summary>
    public Task TellAsync(Action call, CancellationToken cancellationToken) =>
        BoundedCall.RunAsync(call, _options.CallBound, _timeProvider, cancellationToken);

    /// <summary>Changes something within the bound of a call, if the guest's lock stands at that very moment.</summary>
    /// <exception cref="GuestLockLostException">It does not surely stand; nothing was changed.</exception>
    public Task ChangeAsync(Action call) => TellAsync(
        () =>
        {
            Guard.Require();
            call();
        },
        CancellationToken.None);

    /// <summary>Which hosts the ends are.</summary>
    public async Task<MigrationHosts> ReadHostsAsync(CancellationToken cancellationToken) => new(
        await AskCapabilitiesAsync(() => HostCapabilities.Parse(Source.GetCapabilities()).HostUuid, cancellationToken),
        await AskCapabilitiesAsync(() => HostCapabilities.Parse(Destination.GetCapabilities()).HostUuid, cancellationToken));

    /// <summary>Subscribes at one end; the subscription ends with this object.</summary>
    public async Task SubscribeAsync(
        ILibvirtConnection end, LibvirtEventKinds kinds, ILibvirtDomain? domain, Action<LibvirtEvent> handler, CancellationToken cancellationToken) =>
        _owned.Add(await AskAsync(() => end.Subscribe(kinds, domain, handler), cancellationToken));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_target is not null)
            await _target.DisposeAsync();
        // Last opened, first closed. Closing asks the daemon, and a hung one never answers.
        foreach (IDisposable one in Enumerable.Reverse(_owned))
        {
            try
            {
                await TellAsync(one.Dispose, CancellationToken.None);
            }
            catch (Exception e) when (e is LibvirtException or TimeoutException)
            {
                // Nothing depends on it any more.
            }
        }

        _owned.Clear();
    }

    private async Task<ILibvirtConnection> ConnectAsync(ILibvirtConnector connector, string uri, string code, CancellationToken cancellationToken)
    {
        try
        {
            ILibvirtConnection connection = await BoundedCall.RunAsync(
                () => KeptAliveConnection.Open(connector, uri), _options.ConnectBound, _timeProvider, cancellationToken);
            _owned.Add(connection);
            return connection;
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException)
        {
            throw new MigrationRefusedException(new(code, $"{uri}: {ConnectionFailure.Describe(uri, e.Message)}"));
        }
    }

    private async Task<ILibvirtDomain> FindAsync(ILibvirtConnection connection, Guid guest, CancellationToken cancellationToken)
    {
        ILibvirtDomain domain = await AskAsync(() => connection.FindDomainByUuid(guest), cancellationToken)
            ?? throw new MigrationRefusedException(new(ReasonCodes.UnknownDomain, $"the source has no domain with UUID {guest}"));
        _owned.Add(domain);
        return domain;
    }
}
