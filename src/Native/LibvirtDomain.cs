using ShadowMig.Native.Decoding;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native;

/// <summary>A domain through libvirt's client library.</summary>
public sealed unsafe partial class LibvirtDomain : ILibvirtDomain
{
    // Newest first: a daemon that does not know a flag refuses the call.
    private static readonly uint[] UndefineFlags =
    [
        Libvirt.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | Libvirt.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA
            | Libvirt.VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA | Libvirt.VIR_DOMAIN_UNDEFINE_KEEP_NVRAM | Libvirt.VIR_DOMAIN_UNDEFINE_KEEP_TPM,
        Libvirt.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | Libvirt.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA
            | Libvirt.VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA | Libvirt.VIR_DOMAIN_UNDEFINE_KEEP_NVRAM,
        Libvirt.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | Libvirt.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA,
        0,
    ];

    private readonly DomainHandle _handle;

    internal LibvirtDomain(DomainHandle handle)
    {
        _handle = handle;
        (Name, Uuid) = DomainIdentity.Read(handle.DangerousGetHandle());
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Guid Uuid { get; }

    /// <inheritdoc/>
    public bool IsPersistent => NativeResult.Check(Libvirt.virDomainIsPersistent(_handle)) == 1;

    /// <inheritdoc/>
    public bool IsActive => NativeResult.Check(Libvirt.virDomainIsActive(_handle)) == 1;

    /// <inheritdoc/>
    public bool Autostart
    {
        get
        {
            NativeResult.Check(Libvirt.virDomainGetAutostart(_handle, out int autostart));
            return autostart != 0;
        }

        set => NativeResult.Check(Libvirt.virDomainSetAutostart(_handle, value ? 1 : 0));
    }

    /// <inheritdoc/>
    public string GetXml(DomainXmlFlags flags = DomainXmlFlags.None) =>
        NativeResult.TakeText(Libvirt.virDomainGetXMLDesc(_handle, (uint)flags));

    /// <inheritdoc/>
    public void Suspend() => NativeResult.Check(Libvirt.virDomainSuspend(_handle));

    /// <inheritdoc/>
    public void Resume() => NativeResult.Check(Libvirt.virDomainResume(_handle));

    /// <inheritdoc/>
    public void Create(bool paused = false) =>
        NativeResult.Check(Libvirt.virDomainCreateWithFlags(_handle, paused ? Libvirt.VIR_DOMAIN_START_PAUSED : 0));

    /// <inheritdoc/>
    public void Destroy() => NativeResult.Check(Libvirt.virDomainDestroy(_handle));

    /// <inheritdoc/>
    /// <remarks>
    /// A managed save image and the records of snapshots and checkpoints go too. NVRAM and TPM state stay on disk:
    /// after a migration over shared storage they are the guest's own, in use elsewhere.
    /// </remarks>
    public void Undefine()
    {
        for (int i = 0; Libvirt.virDomainUndefineFlags(_handle, UndefineFlags[i]) < 0; i++)
        {
            LibvirtException error = NativeError.Take();
            if (error.Code != LibvirtErrorCode.InvalidArgument || UndefineFlags[i] == 0)
                throw error;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Uuid})";

    /// <summary>Lends the pointer for the time of an action.</summary>
    internal void Borrow(Action<nint> action)
    {
        bool held = false;
        try
        {
            _handle.DangerousAddRef(ref held);
            action(_handle.DangerousGetHandle());
        }
        finally
        {
            if (held)
                _handle.DangerousRelease();
        }
    }
}
