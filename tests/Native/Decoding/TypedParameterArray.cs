using System.Runtime.InteropServices;
using System.Text;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Tests.Decoding;

/// <summary>Typed parameters in native memory, as libvirt would hand them out.</summary>
internal sealed unsafe class TypedParameterArray : IDisposable
{
    private readonly List<nint> _strings = [];
    private readonly int _capacity;

    internal TypedParameterArray(int capacity)
    {
        _capacity = capacity;
        List = (virTypedParameter*)NativeMemory.AllocZeroed((nuint)capacity, (nuint)sizeof(virTypedParameter));
    }

    internal virTypedParameter* List { get; }

    internal int Count { get; private set; }

    internal void Add(ReadOnlySpan<byte> name, int type, virTypedParameterValue value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Count, _capacity);
        virTypedParameter* parameter = List + Count++;
        name.CopyTo(new Span<byte>(parameter->field, Libvirt.VIR_TYPED_PARAM_FIELD_LENGTH));
        parameter->type = type;
        parameter->value = value;
    }

    internal void Add(string name, object value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        switch (value)
        {
            case int number:
                Add(bytes, Libvirt.VIR_TYPED_PARAM_INT, new virTypedParameterValue { i = number });
                break;
            case uint number:
                Add(bytes, Libvirt.VIR_TYPED_PARAM_UINT, new virTypedParameterValue { ui = number });
                break;
            case long number:
                Add(bytes, Libvirt.VIR_TYPED_PARAM_LLONG, new virTypedParameterValue { l = number });
                break;
            case ulong number:
                Add(bytes, Libvirt.VIR_TYPED_PARAM_ULLONG, new virTypedParameterValue { ul = number });
                break;
            case double number:
                Add(bytes, Libvirt.VIR_TYPED_PARAM_DOUBLE, new virTypedParameterValue { d = number });
                break;
            case bool truth:
                Add(bytes, Libvirt.VIR_TYPED_PARAM_BOOLEAN, new virTypedParameterValue { b = truth ? (byte)1 : (byte)0 });
                break;
            case string text:
                Add(bytes, Libvirt.VIR_TYPED_PARAM_STRING, new virTypedParameterValue { s = Text(text) });
                break;
            default:
                throw new ArgumentException($"No typed parameter holds {value.GetType()}.", nameof(value));
        }
    }

    internal byte* Text(string text)
    {
        nint copy = Marshal.StringToCoTaskMemUTF8(text);
        _strings.Add(copy);
        return (byte*)copy;
    }

    public void Dispose()
    {
        foreach (nint text in _strings)
            Marshal.FreeCoTaskMem(text);
        NativeMemory.Free(List);
    }
}
