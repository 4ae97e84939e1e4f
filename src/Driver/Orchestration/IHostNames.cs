using System.Net;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Resolves host names as this machine does.</summary>
public interface IHostNames
{
    /// <summary>Addresses of a host; empty when its name is not known.</summary>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
