using ShadowMig.Driver.Monitoring.Probing;

namespace ShadowMig.Driver.Tests.Monitoring.Probing;

public sealed class SampledShareTests
{
    private const long ManyPages = 1L << 30;

    [Test]
    public void Of_NoPage_IsUnknown() => Assert.That(SampledShare.Of([], ManyPages), Is.Null);

    [Test]
    public void Of_NothingFound_IsUncertainByOneChunk() =>
        Assert.That(SampledShare.Of([.. Enumerable.Repeat((0, 16), 64)], ManyPages), Is.EqualTo(new SampledShare(0, 1 / 64.0)));

    [Test]
    public void Of_AllChunksAlike_IsUncertainByTheResolutionOnly() =>
        Assert.That(SampledShare.Of([.. Enumerable.Repeat((4, 16), 64)], ManyPages), Is.EqualTo(new SampledShare(0.25, 0.25 / 1024)));

    [Test]
    public void Of_OnePieceOfMemory_IsUncertainByTheStrataAtItsEnds()
    {
        SampledShare? share = SampledShare.Of([.. Enumerable.Range(0, 64).Select(i => (i is >= 20 and < 45 ? 16 : 0, 16))], ManyPages);
        Assert.That(share?.Value, Is.EqualTo(25 / 64.0));
        Assert.That(share?.Error, Is.EqualTo(1 / 64.0).Within(2).Percent);
    }

    [Test]
    public void Of_WholeChunksAtRandom_IsAsUncertainAsThatManyPages()
    {
        Random random = new(1);
        SampledShare? share = SampledShare.Of([.. Enumerable.Range(0, 4000).Select(_ => (random.NextDouble() < 0.3 ? 16 : 0, 16))], ManyPages);
        Assert.That(share?.Error, Is.EqualTo(Math.Sqrt(0.3 * 0.7 / 4000)).Within(5).Percent);
    }

    [Test]
    public void Of_AllOfMemoryRead_IsCertainButForTheResolution() =>
        Assert.That(SampledShare.Of([(16, 16), (0, 16)], 32)?.Error, Is.EqualTo(0.5 / 32));

    [Test]
    public void Of_OneChunk_IsAsUncertainAsAnyCanBe() => Assert.That(SampledShare.Of([(8, 16)], ManyPages)?.Error, Is.EqualTo(0.5));
}
