using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Tests.Interop;

/// <summary>Structures lie in memory as a C compiler lays them out on 64-bit Linux.</summary>
public sealed class StructLayoutTests
{
    private static readonly (Type Type, int Size, (string Field, int Offset)[] Fields)[] Expected =
    [
        (typeof(virNodeInfo), 64,
            [("model", 0), ("memory", 32), ("cpus", 40), ("mhz", 44), ("nodes", 48), ("sockets", 52), ("cores", 56), ("threads", 60)]),
        (typeof(virNodeCPUStats), 88, [("field", 0), ("value", 80)]),
        (typeof(virNodeMemoryStats), 88, [("field", 0), ("value", 80)]),
        (typeof(virDomainInfo), 40, [("state", 0), ("maxMem", 8), ("memory", 16), ("nrVirtCpu", 24), ("cpuTime", 32)]),
        (typeof(virDomainJobInfo), 96,
            [("type", 0), ("timeElapsed", 8), ("timeRemaining", 16), ("dataTotal", 24), ("dataProcessed", 32), ("dataRemaining", 40),
            ("memTotal", 48), ("memProcessed", 56), ("memRemaining", 64), ("fileTotal", 72), ("fileProcessed", 80), ("fileRemaining", 88)]),
        (typeof(virDomainMemoryStatStruct), 16, [("tag", 0), ("val", 8)]),
        (typeof(virDomainStatsRecord), 24, [("dom", 0), ("params", 8), ("nparams", 16)]),
        (typeof(virError), 80,
            [("code", 0), ("domain", 4), ("message", 8), ("level", 16), ("conn", 24), ("dom", 32), ("str1", 40), ("str2", 48),
            ("str3", 56), ("int1", 64), ("int2", 68), ("net", 72)]),
        (typeof(virTypedParameter), 96, [("field", 0), ("type", 80), ("value", 88)]),
        (typeof(virTypedParameterValue), 8, [("i", 0), ("ui", 0), ("l", 0), ("ul", 0), ("d", 0), ("b", 0), ("s", 0)]),
    ];

    private static IEnumerable<TestCaseData> Structs => Expected.Select(entry => new TestCaseData(entry.Type.Name));

    [TestCaseSource(nameof(Structs))]
    public void Struct_OnLinux64_HasTheLayoutOfC(string name)
    {
        (Type type, int size, (string Field, int Offset)[] fields) = Expected.Single(entry => entry.Type.Name == name);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(SizeOf(type), Is.EqualTo(size));
            Assert.That(InstanceFields(type), Is.EquivalentTo(fields.Select(field => field.Field)));
            foreach ((string field, int offset) in fields)
                Assert.That((int)Marshal.OffsetOf(type, field), Is.EqualTo(offset), field);
        }
    }

    [Test]
    public void Structs_OfInterop_AreAllHeldAgainstC()
    {
        IEnumerable<Type> declared = typeof(Libvirt).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Libvirt).Namespace && type.Name.StartsWith("vir", StringComparison.Ordinal) && type.IsValueType);

        Assert.That(declared.Except(Expected.Select(entry => entry.Type)), Is.Empty);
    }

    private static IEnumerable<string> InstanceFields(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Select(field => field.Name);

    private static int SizeOf(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
}
