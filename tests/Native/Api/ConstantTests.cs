using System.Reflection;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Tests.Api;

/// <summary>Each declared constant has libvirt's value.</summary>
public sealed class ConstantTests
{
    /// <summary>Constants that came after libvirt 9.0, with the version that has them.</summary>
    private static readonly Dictionary<string, string> Newer = new()
    {
        ["VIR_MIGRATE_PARAM_BANDWIDTH_AVAIL_SWITCHOVER"] = "11.1.0",
    };

    private static IEnumerable<TestCaseData> DeclaredConstants =>
        typeof(Libvirt).GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(constant => constant.IsLiteral && constant.Name.StartsWith("VIR_", StringComparison.Ordinal))
            .Select(constant => new TestCaseData(constant.Name, constant.GetRawConstantValue()));

    [TestCaseSource(nameof(DeclaredConstants))]
    public void Constant_Declared_HasTheValueOfTheApiDescription(string name, object value)
    {
        object? described = LibvirtApi.Load().Constant(name);
        if (described is null && Newer.TryGetValue(name, out string? version))
            Assert.Pass($"{name} came with libvirt {version}, which is newer than the description here.");

        Assert.That(described, Is.Not.Null, "libvirt has no such constant");
        Assert.That(value is string ? value : Convert.ToInt64(value), Is.EqualTo(described));
    }
}
