using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Tests.Monitoring;

public sealed class GuestMemoryMapTests
{
    private const ulong Mebibyte = 1UL << 20, Gibibyte = 1UL << 30;

    [TestCase("pc-q35-7.2", 1UL, 1UL, 0UL)]
    [TestCase("pc-q35-7.2", 8UL, 2UL, 6UL)]
    [TestCase("pc-i440fx-7.2", 8UL, 3UL, 5UL)]
    [TestCase("pc-i440fx-7.2", 3UL, 3UL, 0UL)]
    [TestCase("pc-q35-7.2", 3UL, 2UL, 1UL)]
    public void For_X86_SplitsAroundTheHoleBelowFourGibibytes(string machine, ulong memory, ulong low, ulong high)
    {
        GuestMemoryMap map = Map("x86_64", machine, memory * Gibibyte);
        ulong end = map.Ranges.Where(r => r.Start < 4 * Gibibyte).Max(r => r.Start + r.Length);
        ulong above = map.Ranges.Where(r => r.Start == 4 * Gibibyte).Select(r => r.Length).SingleOrDefault();
        Assert.Multiple(() =>
        {
            Assert.That(end, Is.EqualTo(low * Gibibyte));
            Assert.That(above, Is.EqualTo(high * Gibibyte));
            Assert.That(map.Length, Is.EqualTo((memory * Gibibyte) - (384 << 10)), "all but the video memory's hole");
        });
    }

    [Test]
    public void AddressAt_EveryOffset_IsInsideARangeAndNoHole()
    {
        GuestMemoryMap map = Map("x86_64", "pc-q35-10.0", 4 * Gibibyte);
        for (ulong offset = 0; offset < map.Length; offset += 7 * 65536)
        {
            ulong address = map.AddressAt(offset);
            Assert.That(address is < 0xA0000 or (>= 0x100000 and < 0x80000000) or (>= 0x100000000 and < 0x180000000), Is.True, $"{address:x}");
        }

        Assert.That(() => map.AddressAt(map.Length), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void For_OddQ35Size_KeepsAllLow() => Assert.That(Map("x86_64", "q35", 2500 * Mebibyte).Ranges, Has.Count.EqualTo(2));

    [Test]
    public void For_Arm_StartsAtOneGibibyte() => Assert.That(Map("aarch64", "virt-7.2", Gibibyte).AddressAt(0), Is.EqualTo(Gibibyte));

    [Test]
    public void For_UnknownArchitecture_IsNull() => Assert.That(GuestMemoryMap.For("riscv64", "virt", Gibibyte), Is.Null);

    private static GuestMemoryMap Map(string architecture, string machine, ulong memory) =>
        GuestMemoryMap.For(architecture, machine, memory) ?? throw new AssertionException("no map");
}
