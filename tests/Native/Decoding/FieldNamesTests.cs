using System.Text;
using ShadowMig.Native.Decoding;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Tests.Decoding;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed unsafe class FieldNamesTests
{
    private readonly FieldNames _names = new();

    [Test]
    public void Read_SameNameAgain_IsTheSameString()
    {
        string first = Read("vcpu.0.delay");
        string again = Read("vcpu.0.delay");
        Assert.That(again, Is.SameAs(first).And.EqualTo("vcpu.0.delay"));
    }

    [Test]
    public void Read_MoreNamesThanAreKept_AreReadAllTheSame()
    {
        for (int i = 0; i < FieldNames.Most; i++)
            Read($"name {i}");
        string first = Read("one more");
        string again = Read("one more");
        string kept = Read("name 7");
        Assert.That(again, Is.EqualTo("one more").And.Not.SameAs(first));
        Assert.That(Read("name 7"), Is.SameAs(kept));
    }

    private string Read(string name)
    {
        byte[] field = new byte[Libvirt.VIR_TYPED_PARAM_FIELD_LENGTH];
        Encoding.UTF8.GetBytes(name, field);
        fixed (byte* start = field)
            return _names.Read(start);
    }
}
