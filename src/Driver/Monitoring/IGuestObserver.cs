using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Measures what a guest does to its memory: Table 1 of the paper.</summary>
public interface IGuestObserver
{
    /// <summary>Observes one guest; takes about the sum of the periods.</summary>
    /// <param name="connection">The node that runs the guest.</param>
    /// <param name="domain">The guest.</param>
    /// <param name="options">Periods and permissions.</param>
    /// <param name="step">Told what is being measured, for people.</param>
    /// <param name="cancellationToken">Ends the observation early; the guest is not touched.</param>
    /// <exception cref="LibvirtException">libvirt refused a reading that nothing can replace.</exception>
    /// <exception cref="TimeoutException">libvirt did not answer within its bound.</exception>
    Task<GuestObservation> ObserveAsync(
        ILibvirtConnection connection, ILibvirtDomain domain, ObservationOptions options, IProgress<string>? step, CancellationToken cancellationToken);
}
