using System.Runtime.InteropServices;

namespace ShadowMig.Native.Interop;

/// <summary>libvirt-common.h: typed parameters.</summary>
internal static unsafe partial class Libvirt
{
    internal const int VIR_TYPED_PARAM_FIELD_LENGTH = 80;
    internal const int VIR_TYPED_PARAM_INT = 1;
    internal const int VIR_TYPED_PARAM_UINT = 2;
    internal const int VIR_TYPED_PARAM_LLONG = 3;
    internal const int VIR_TYPED_PARAM_ULLONG = 4;
    internal const int VIR_TYPED_PARAM_DOUBLE = 5;
    internal const int VIR_TYPED_PARAM_BOOLEAN = 6;
    internal const int VIR_TYPED_PARAM_STRING = 7;

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int virTypedParamsAddInt(ref virTypedParameter* @params, ref int nparams, ref int maxparams, string name, int value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int virTypedParamsAddULLong(ref virTypedParameter* @params, ref int nparams, ref int maxparams, string name, ulong value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int virTypedParamsAddString(ref virTypedParameter* @params, ref int nparams, ref int maxparams, string name, string value);

    [LibraryImport(Library)]
    internal static partial void virTypedParamsFree(virTypedParameter* @params, int nparams);
}
