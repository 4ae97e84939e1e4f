using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Decoding;

/// <summary>Decodes libvirt's typed parameters in one pass.</summary>
internal static unsafe class TypedParameterReader
{
    /// <summary>Copies all parameters; names need not be known, types that are not known are left out.</summary>
    internal static TypedParameters Read(virTypedParameter* parameters, int count)
    {
        if (parameters is null || count <= 0)
            return TypedParameters.Empty;
        var values = new Dictionary<string, object>(count);
        for (int i = 0; i < count; i++)
        {
            if (Value(parameters + i) is { } value)
                values[FieldNames.Shared.Read(parameters[i].field)] = value;
        }

        return new TypedParameters(values);
    }

    /// <summary>Copies all parameters and frees libvirt's list.</summary>
    internal static TypedParameters Take(virTypedParameter* owned, int count)
    {
        try
        {
            return Read(owned, count);
        }
        finally
        {
            Libvirt.virTypedParamsFree(owned, count);
        }
    }

    private static object? Value(virTypedParameter* parameter) => parameter->type switch
    {
        Libvirt.VIR_TYPED_PARAM_INT => (long)parameter->value.i,
        Libvirt.VIR_TYPED_PARAM_UINT => (ulong)parameter->value.ui,
        Libvirt.VIR_TYPED_PARAM_LLONG => parameter->value.l,
        Libvirt.VIR_TYPED_PARAM_ULLONG => parameter->value.ul,
        Libvirt.VIR_TYPED_PARAM_DOUBLE => parameter->value.d,
        Libvirt.VIR_TYPED_PARAM_BOOLEAN => parameter->value.b != 0,
        Libvirt.VIR_TYPED_PARAM_STRING when parameter->value.s is not null => NativeText.Copy(parameter->value.s),
        _ => null,
    };
}
