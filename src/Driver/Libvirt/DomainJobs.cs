using ShadowMig.Native;

namespace ShadowMig.Driver.Libvirt;

/// <summary>Whether a job holds a guest.</summary>
public static class DomainJobs
{
    /// <summary>Whether a job, such as a migration from here or to here, runs on the guest; blocks until libvirt answers.</summary>
    /// <exception cref="LibvirtException">libvirt cannot tell.</exception>
    public static bool IsBusy(ILibvirtDomain domain)
    {
        try
        {
            return domain.GetJobInfo().Type is DomainJobType.Bounded or DomainJobType.Unbounded;
        }
        catch (LibvirtException e) when (e.Message.Contains("only on the source host", StringComparison.Ordinal))
        {
            // How libvirt answers for a guest that is just arriving.
            return true;
        }
    }
}
