using ShadowMig.Driver.Cluster;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration;

/// <summary>A guest's autostart: libvirt leaves it behind, and the operator who set it did not mean one node only.</summary>
internal static class Autostart
{
    /// <summary>Sets it on the target; a failure is written down and changes nothing else.</summary>
    public static async Task KeepAsync(MigrationEnds ends, Guid uuid, MigrationRecorder recorder)
    {
        recorder.Act("set-autostart", "the guest had autostart on the source, which libvirt does not carry over");
        try
        {
            await ends.ChangeAsync(() =>
            {
                using ILibvirtDomain? domain = ends.Destination.FindDomainByUuid(uuid);
                if (domain is not null)
                    domain.Autostart = true;
            });
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException or GuestLockLostException)
        {
            recorder.Act("set-autostart-failed", e.Message);
        }
    }
}
