using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands;

/// <summary>A node that is watched for a while, to tell how busy it is.</summary>
internal sealed class NodeWatch : IAsyncDisposable
{
    private readonly GuestAccess _access;
    private readonly NodeConnection _node;
    private readonly NodeCpuTimes _before;

    private NodeWatch(GuestAccess access, NodeConnection node, NodeCpuTimes before) =>
        (_access, _node, _before) = (access, node, before);

    /// <summary>The node.</summary>
    public ILibvirtConnection Connection => _node.Connection;

    /// <summary>Begins.</summary>
    /// <exception cref="LibvirtException">The node is out of reach.</exception>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public static async Task<NodeWatch> BeginAsync(GuestAccess access, string uri, CancellationToken cancellationToken)
    {
        NodeConnection node = await access.OpenAsync(uri, cancellationToken);
        try
        {
            return new(access, node, await access.AskAsync(node.Connection.GetNodeCpuTimes, cancellationToken));
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>How busy it was since.</summary>
    /// <exception cref="LibvirtException">The connection broke.</exception>
    /// <exception cref="TimeoutException">The node does not answer.</exception>
    public async Task<NodeLoad> EndAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ByteCount?> resident = await _access.ReadResidentAsync(Connection, cancellationToken);
        return await _access.AskAsync(() => NodeLoad.Read(Connection, _before, resident), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
