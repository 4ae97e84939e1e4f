using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Probing;

namespace ShadowMig.Driver.Tests.Monitoring.Probing;

public sealed class ProbeSampleTests
{
    private static readonly ShadowProbeOptions Options = new();
    private static readonly GuestMemoryMap Map = GuestMemoryMap.For("x86_64", "pc-q35-10.0", 4UL << 30) ?? throw new InvalidOperationException();

    [Test]
    public void Choose_AnySeed_TakesOneChunkOfEachStratumAndNoHole([Range(1, 20)] int seed)
    {
        ProbedChunk[] chosen = ProbeSample.Choose(Map, 64, Options, new Random(seed));
        Assert.Multiple(() =>
        {
            Assert.That(chosen, Has.Length.EqualTo(64));
            Assert.That(chosen.Select(c => c.Address), Is.Ordered.And.Unique);
            Assert.That(chosen.Select(c => Map.Ranges.Any(r => c.Address >= r.Start && c.Address + (ulong)c.Content.Length <= r.Start + r.Length)), Is.All.True);
            Assert.That(chosen.Count(c => c.Address < 2UL << 30), Is.EqualTo(32));
        });
    }

    [Test]
    public void Choose_LessMemoryThanWanted_TakesAllOfIt()
    {
        GuestMemoryMap small = GuestMemoryMap.For("aarch64", "virt", 1 << 20) ?? throw new InvalidOperationException();
        Assert.That(ProbeSample.Choose(small, 256, Options, new Random(1)).Sum(c => c.Content.Length), Is.EqualTo(1 << 20));
    }

    [Test]
    public void Choose_ManySamples_TakeEachPartOfMemoryEquallyOften()
    {
        int[] hits = new int[16];
        for (int seed = 0; seed < 500; seed++)
        {
            foreach (ProbedChunk chunk in ProbeSample.Choose(Map, 10, Options, new Random(seed)))
                hits[(chunk.Address >= 4UL << 30 ? chunk.Address - (2UL << 30) : chunk.Address) >> 28]++;
        }

        Assert.That(hits, Is.All.EqualTo(5000 / 16).Within(20).Percent);
    }
}
