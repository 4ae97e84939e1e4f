using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>A reference to a virDomainPtr; it keeps its connection open inside libvirt.</summary>
internal sealed class DomainHandle : SafeHandle
{
    public DomainHandle()
        : base(0, ownsHandle: true)
    {
    }

    /// <summary>Takes over a reference that libvirt handed out in a list.</summary>
    internal DomainHandle(nint owned)
        : base(0, ownsHandle: true) => SetHandle(owned);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeError.Keep();
        return Libvirt.virDomainFree(handle) >= 0;
    }
}
