using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Monitoring;

public sealed class DirtyRateModeSelectorTests
{
    [TestCase("qemu")]
    [TestCase("QEMU")]
    [TestCase("KVM")]
    [TestCase("hvf")]
    [TestCase("xen")]
    [TestCase("test")]
    [TestCase("some-day")]
    [TestCase("")]
    public void Select_AnyTypeButKvm_IsPageSampling(string type)
    {
        foreach (bool ring in new[] { true, false })
            foreach (Version libvirt in new Version[] { new(7, 0), new(8, 1), new(9, 0), new(11, 3) })
                Assert.That(DirtyRateModeSelector.Select(Domain(type, ring), libvirt), Is.EqualTo(DirtyRateMode.PageSampling));
    }

    [TestCase(true, "9.0.0", DirtyRateMode.DirtyRing)]
    [TestCase(true, "8.1.0", DirtyRateMode.DirtyRing)]
    [TestCase(false, "11.3.0", DirtyRateMode.DirtyBitmap)]
    [TestCase(true, "8.0.9", DirtyRateMode.PageSampling)]
    [TestCase(false, "8.0.9", DirtyRateMode.PageSampling)]
    public void Select_Kvm_IsExactWhereLibvirtKnowsModes(bool ring, string libvirt, DirtyRateMode expected) =>
        Assert.That(DirtyRateModeSelector.Select(Domain("kvm", ring), Version.Parse(libvirt)), Is.EqualTo(expected));

    private static DomainDescription Domain(string type, bool ring) => new()
    {
        Identity = new("g", Guid.Empty),
        VirtualizationType = type,
        Memory = default,
        CurrentMemory = default,
        VirtualCpus = 1,
        HasDirtyRing = ring,
    };
}
