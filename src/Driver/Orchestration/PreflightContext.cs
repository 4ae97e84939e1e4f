using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection;
using ShadowMig.Native;

namespace ShadowMig.Driver.Orchestration;

/// <summary>What the checks of one preflight know so far. Used by one check at a time; owns what it opened.</summary>
public sealed class PreflightContext(
    ILibvirtConnection source, string domainName, string destinationUri, MigrationLimits limits, PreflightOptions options, TimeProvider timeProvider)
    : IAsyncDisposable
{
    /// <summary>The source; the caller's.</summary>
    public ILibvirtConnection Source { get; } = source;

    /// <summary>Name or UUID that was asked for.</summary>
    public string DomainName { get; } = domainName;

    /// <summary>The destination's URI.</summary>
    public string DestinationUri { get; } = destinationUri;

    /// <summary>Limits of the migration.</summary>
    public MigrationLimits Limits { get; } = limits;

    /// <summary>The guest; null until found.</summary>
    public ILibvirtDomain? Domain { get; set; }

    /// <summary>The guest's name and UUID; null until found.</summary>
    public DomainIdentity? Identity { get; set; }

    /// <summary>The guest's live XML, read; null until it is known to run.</summary>
    public DomainDescription? Description { get; set; }

    /// <summary>The destination; null until it answered.</summary>
    public ILibvirtConnection? Destination { get; set; }

    /// <summary>What the source can do.</summary>
    public CapabilityRecord? SourceRecord { get; set; }

    /// <summary>What the destination can do.</summary>
    public CapabilityRecord? DestinationRecord { get; set; }

    /// <summary>The source's capabilities XML, read.</summary>
    public HostCapabilities? SourceCapabilities { get; set; }

    /// <summary>The destination's capabilities XML, read.</summary>
    public HostCapabilities? DestinationCapabilities { get; set; }

    /// <summary>What the guests of the destination mean for this one.</summary>
    public Affinity Affinity { get; set; } = Affinity.Indifferent;

    /// <summary>Memory that the source has to give.</summary>
    public ByteCount? SourceAvailableMemory { get; set; }

    /// <summary>Asks libvirt something, within the bound of a call.</summary>
    public Task<T> AskAsync<T>(Func<T> call, CancellationToken cancellationToken) =>
        BoundedCall.RunAsync(call, options.CallBound, timeProvider, cancellationToken);

    /// <summary>Asks a node what it can do, within a longer bound.</summary>
    public Task<T> AskCapabilitiesAsync<T>(Func<T> call, CancellationToken cancellationToken) =>
        BoundedCall.RunAsync(call, options.CapabilityBound, timeProvider, cancellationToken);

    /// <summary>Asks a node what memory new guests can get, within the bound of a call each for its memory and its guests.</summary>
    public Task<ByteCount?> AskAvailableMemoryAsync(ILibvirtConnection node, CancellationToken cancellationToken) =>
        AvailableMemory.ReadAsync(node, options.CallBound, timeProvider, cancellationToken);

    /// <summary>Opens a connection, within its own bound.</summary>
    public Task<ILibvirtConnection> ConnectAsync(ILibvirtConnector connector, string uri, CancellationToken cancellationToken) =>
        BoundedCall.RunAsync(() => connector.Open(uri), options.ConnectBound, timeProvider, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable? one in (IDisposable?[])[Domain, Destination])
        {
            try
            {
                if (one is not null)
                    await BoundedCall.RunAsync(one.Dispose, options.CallBound, timeProvider, CancellationToken.None);
            }
            catch (Exception e) when (e is LibvirtException or TimeoutException)
            {
                // A hung daemon does not take part in closing; nothing depends on it any more.
            }
        }
    }
}
