namespace ShadowMig.Native.Interop;

/// <summary>libvirt's functions and constants, named as in C; one part for each of its header areas.</summary>
/// <remarks>Held against libvirt's own API description by the tests. Nothing here throws on libvirt's errors.</remarks>
internal static unsafe partial class Libvirt
{
    /// <summary>The client library.</summary>
    internal const string Library = "libvirt.so.0";
}
