namespace ShadowMig.Lab.Tests.Chaos;

/// <summary>What is done to a migration.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Ctrl-C.</summary>
    Interrupt,

    /// <summary>Ctrl-C, and once more.</summary>
    InterruptTwice,

    /// <summary><c>shadowmig cancel</c> by another process.</summary>
    Cancel,

    /// <summary><c>virsh domjobabort</c> on the source, behind ShadowMig's back.</summary>
    AbortJob,

    /// <summary>ShadowMig is killed.</summary>
    KillRunner,

    /// <summary>ShadowMig is stopped for a while.</summary>
    FreezeRunner,

    /// <summary>The source's libvirtd is killed, and comes back after a while.</summary>
    KillSourceDaemon,

    /// <summary>The target's libvirtd is killed, and comes back after a while.</summary>
    KillTargetDaemon,

    /// <summary>The source's libvirtd is stopped for a while.</summary>
    FreezeSourceDaemon,

    /// <summary>The target's libvirtd is stopped for a while.</summary>
    FreezeTargetDaemon,

    /// <summary>The source's QEMU is killed, and with it the guest if it was there.</summary>
    KillSourceQemu,

    /// <summary>The target's QEMU is killed, and with it the guest if it was there.</summary>
    KillTargetQemu,

    /// <summary>The source's QEMU is stopped for a while.</summary>
    FreezeSourceQemu,

    /// <summary>The target's QEMU is stopped for a while.</summary>
    FreezeTargetQemu,

    /// <summary>The target is cut off from everybody.</summary>
    CutTarget,

    /// <summary>The source is cut off from everybody.</summary>
    CutSource,

    /// <summary>The target still sends, and hears nothing.</summary>
    CutInbound,

    /// <summary>The target still hears, and is not heard.</summary>
    CutOutbound,

    /// <summary>The stream of memory alone is cut.</summary>
    CutData,

    /// <summary>The connection between the two daemons alone is cut.</summary>
    CutControl,

    /// <summary>The link falls to a quarter.</summary>
    SqueezeLink,

    /// <summary>Somebody pauses the guest, and resumes it later.</summary>
    SuspendGuest,

    /// <summary>The guest is reset, which ends one whose definition says so (on_reboot).</summary>
    ResetGuest,

    /// <summary>The guest restarts by itself.</summary>
    RebootGuest,

    /// <summary>QEMU ends in order, as it does when its guest powers off.</summary>
    PowerOff,

    /// <summary>The guest is ended.</summary>
    DestroyGuest,

    /// <summary>Somebody plugs a device in.</summary>
    PlugDevice,

    /// <summary>A second migration of the same guest is asked for.</summary>
    MigrateTwice,
}
