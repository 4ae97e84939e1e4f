using ShadowMig.Driver.Libvirt;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>One domain whose calls all have the same bound.</summary>
internal sealed class BoundedDomain(ILibvirtDomain domain, TimeSpan bound, TimeProvider time)
{
    /// <summary>Calls the domain.</summary>
    /// <exception cref="TimeoutException">libvirt did not answer within the bound.</exception>
    public Task<T> CallAsync<T>(Func<ILibvirtDomain, T> call, CancellationToken cancellationToken) =>
        BoundedCall.RunAsync(() => call(domain), bound, time, cancellationToken);

    /// <summary>Calls the domain for its effect.</summary>
    /// <exception cref="TimeoutException">libvirt did not answer within the bound.</exception>
    public Task CallAsync(Action<ILibvirtDomain> call, CancellationToken cancellationToken) =>
        BoundedCall.RunAsync(() => call(domain), bound, time, cancellationToken);

    /// <summary>Whether a migration, a save or another job runs on the guest.</summary>
    public async Task<bool> HasJobAsync(CancellationToken cancellationToken)
    {
        DomainJobInfo job = await CallAsync(d => d.GetJobInfo(), cancellationToken).ConfigureAwait(false);
        return job.Type is DomainJobType.Bounded or DomainJobType.Unbounded;
    }
}
