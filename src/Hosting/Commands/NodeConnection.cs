using ShadowMig.Driver.Libvirt;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands;

/// <summary>A node that was opened. Closing asks its daemon, so it is waited for no longer than a bound; a hung one is left behind.</summary>
internal sealed class NodeConnection(ILibvirtConnection connection, TimeSpan closeBound, TimeProvider time) : IAsyncDisposable
{
    /// <summary>The node.</summary>
    public ILibvirtConnection Connection => connection;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await BoundedCall.RunAsync(connection.Dispose, closeBound, time, CancellationToken.None);
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException)
        {
            // Nothing depends on it any more.
        }
    }
}
