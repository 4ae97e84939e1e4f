using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Decoding;

/// <summary>Name and UUID, which libvirt keeps in the object itself: reading them asks no daemon.</summary>
internal static unsafe class DomainIdentity
{
    private const int UuidLength = 16;

    /// <summary>Reads the identity of a domain that stays alive meanwhile.</summary>
    internal static (string Name, Guid Uuid) Read(nint domain)
    {
        string name = NativeResult.BorrowText(Libvirt.virDomainGetName(domain));
        Span<byte> uuid = stackalloc byte[UuidLength];
        fixed (byte* bytes = uuid)
            NativeResult.Check(Libvirt.virDomainGetUUID(domain, bytes));
        return (name, new Guid(uuid, bigEndian: true));
    }
}
