using System.Text;
using ShadowMig.Native.Decoding;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Tests.Decoding;

public sealed unsafe class TypedParameterReaderTests
{
    [Test]
    public void Read_EachType_KeepsItsValue()
    {
        using var array = new TypedParameterArray(8);
        array.Add("int", int.MinValue);
        array.Add("uint", uint.MaxValue);
        array.Add("llong", long.MinValue);
        array.Add("ullong", ulong.MaxValue);
        array.Add("double", 0.25);
        array.Add("true", true);
        array.Add("false", false);
        array.Add("string", "größer");

        TypedParameters parameters = TypedParameterReader.Read(array.List, array.Count);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(parameters.Integer("int"), Is.EqualTo(int.MinValue));
            Assert.That(parameters.UnsignedInteger("uint"), Is.EqualTo(uint.MaxValue));
            Assert.That(parameters.Integer("llong"), Is.EqualTo(long.MinValue));
            Assert.That(parameters.UnsignedInteger("ullong"), Is.EqualTo(ulong.MaxValue));
            Assert.That(parameters.Number("double"), Is.EqualTo(0.25));
            Assert.That(parameters.Boolean("true"), Is.True);
            Assert.That(parameters.Boolean("false"), Is.False);
            Assert.That(parameters.Text("string"), Is.EqualTo("größer"));
            Assert.That(parameters.Values, Has.Count.EqualTo(8));
        }
    }

    [Test]
    public void Read_NoList_IsEmpty() => Assert.That(TypedParameterReader.Read(null, 0).Values, Is.Empty);

    [Test]
    public void Read_NameThatFillsItsField_IsCutThere()
    {
        using var array = new TypedParameterArray(1);
        byte[] name = [.. Enumerable.Repeat((byte)'n', Libvirt.VIR_TYPED_PARAM_FIELD_LENGTH)];
        array.Add(name, Libvirt.VIR_TYPED_PARAM_INT, new virTypedParameterValue { i = 7 });

        TypedParameters parameters = TypedParameterReader.Read(array.List, array.Count);

        Assert.That(parameters.Integer(new string('n', Libvirt.VIR_TYPED_PARAM_FIELD_LENGTH)), Is.EqualTo(7));
    }

    [Test]
    public void Read_StringWithoutText_IsLeftOut()
    {
        using var array = new TypedParameterArray(1);
        array.Add("text"u8, Libvirt.VIR_TYPED_PARAM_STRING, default);

        Assert.That(TypedParameterReader.Read(array.List, array.Count).Values, Is.Empty);
    }

    [Test]
    public void Read_WrongKindAsked_IsNull()
    {
        using var array = new TypedParameterArray(2);
        array.Add("negative", -1);
        array.Add("huge", ulong.MaxValue);

        TypedParameters parameters = TypedParameterReader.Read(array.List, array.Count);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(parameters.UnsignedInteger("negative"), Is.Null);
            Assert.That(parameters.Integer("huge"), Is.Null);
            Assert.That(parameters.Text("huge"), Is.Null);
            Assert.That(parameters.Boolean("negative"), Is.Null);
            Assert.That(parameters.Number("absent"), Is.Null);
        }
    }

    /// <summary>Whatever a newer libvirt sends: names of any bytes, types of any number.</summary>
    [Test]
    public void Read_AnyNamesAndTypes_KeepsWhatItKnowsAndNeverFails([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 50; round++)
        {
            int count = random.Next(0, 40);
            using var array = new TypedParameterArray(count);
            int known = 0;
            for (int i = 0; i < count; i++)
            {
                int type = random.Next(-2, 12);
                var value = new virTypedParameterValue { ul = (ulong)random.NextInt64() };
                if (type == Libvirt.VIR_TYPED_PARAM_STRING)
                    value.s = array.Text("text " + i);
                known += type is >= Libvirt.VIR_TYPED_PARAM_INT and <= Libvirt.VIR_TYPED_PARAM_STRING ? 1 : 0;
                array.Add(AnyName(random, i), type, value);
            }

            TypedParameters parameters = TypedParameterReader.Read(array.List, array.Count);

            Assert.That(parameters.Values, Has.Count.EqualTo(known));
            foreach ((string name, object value) in parameters.Values)
                Assert.That(value, Is.EqualTo(Expected(array, name)));
        }
    }

    private static byte[] AnyName(Random random, int index)
    {
        var name = new byte[random.Next(8, Libvirt.VIR_TYPED_PARAM_FIELD_LENGTH + 1)];
        random.NextBytes(name);
        Encoding.ASCII.GetBytes($"{index:D3}.", name);
        return name;
    }

    /// <summary>Reads the value again, straight from memory; the name begins with the parameter's index.</summary>
    private static object Expected(TypedParameterArray array, string name)
    {
        int index = int.Parse(name[..3]);
        byte* raw = (byte*)array.List + (96 * index);
        return *(int*)(raw + 80) switch
        {
            1 => (long)*(int*)(raw + 88),
            2 => (ulong)*(uint*)(raw + 88),
            3 => *(long*)(raw + 88),
            4 => *(ulong*)(raw + 88),
            5 => *(double*)(raw + 88),
            6 => *(raw + 88) != 0,
            _ => "text " + index,
        };
    }
}
