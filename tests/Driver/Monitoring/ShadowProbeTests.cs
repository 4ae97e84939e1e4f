using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Monitoring;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ShadowProbeTests
{
    private static readonly ByteCount Memory = ByteCount.FromMebibytes(1024);
    private static readonly GuestMemoryMap Map = GuestMemoryMap.For("x86_64", "q35", 1UL << 30) ?? throw new InvalidOperationException();
    private readonly VirtualTime _time = new();
    private readonly List<ulong> _addresses = [];
    private readonly HashSet<byte[]> _buffers = new(ReferenceEqualityComparer.Instance as IEqualityComparer<byte[]>);

    [Test]
    public async Task RunAsync_HalfOfThePagesZeroAndAQuarterChanging_CountsBoth()
    {
        // Of every four pages: two zero, one constant, one with 2 bytes that change with each reading.
        int reading = 0;
        ShadowProbeResult result = await RunAsync((address, page) =>
        {
            ulong frame = (address >> 12) % 4;
            if (frame >= 2)
                page[5] = 1;
            if (frame == 3)
                page[7] = page[4000] = (byte)(1 + (++reading % 250));
        });

        Assert.Multiple(() =>
        {
            Assert.That(result.Pages, Is.EqualTo(200));
            Assert.That(result.ZeroPageRatio, Is.EqualTo(0.5).Within(0.12));
            Assert.That(result.ChangedByteRatio, Is.EqualTo(2 / 4096.0).Within(1e-9));
            Assert.That(result.Points.Select(p => p.Period.TotalSeconds), Is.EqualTo(new[] { 0.25, 1 }));
            Assert.That(result.Points.Select(p => p.Distinct.Mebibytes), Is.All.EqualTo(256).Within(110));
        });
    }

    [Test]
    public async Task RunAsync_Cheap_ReadsEachPageTwiceAndNoMoreThanTheBound()
    {
        ShadowProbeResult result = await RunAsync((_, _) => { });
        Assert.Multiple(() =>
        {
            Assert.That(_addresses, Has.Count.EqualTo(400));
            Assert.That(_addresses.GroupBy(a => a).Select(g => g.Count()), Is.All.EqualTo(2));
            Assert.That(result.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1.5)));
            Assert.That(result.ChangedByteRatio, Is.Null);
        });
    }

    [TestCase(6)]
    [TestCase(20)]
    public async Task RunAsync_SlowPeeks_ReadsFewerPagesNotLonger(int milliseconds)
    {
        ShadowProbeResult result = await RunAsync((_, _) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds)));
        Assert.Multiple(() =>
        {
            Assert.That(result.Elapsed, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(3)));
            Assert.That(result.Pages, Is.LessThan(200));
            Assert.That(result.Points.Select(p => p.Period.TotalSeconds), Is.EqualTo(new[] { 0.25, 1 }).Within(0.03));
        });
    }

    [Test]
    public async Task RunAsync_VerySlowPeeks_GivesNoPointFromAHandfulOfPages()
    {
        ShadowProbeResult result = await RunAsync((_, _) => _time.Advance(TimeSpan.FromMilliseconds(400)));
        Assert.Multiple(() =>
        {
            Assert.That(result.Points, Is.Empty);
            Assert.That(result.Elapsed, Is.LessThan(TimeSpan.FromSeconds(4)));
        });
    }

    [Test]
    public async Task RunAsync_RefusedPeek_LeavesThatPageOut()
    {
        int calls = 0;
        ShadowProbeResult result = await RunAsync((_, _) =>
        {
            if (++calls % 10 == 0)
                throw new LibvirtException(LibvirtErrorCode.OperationFailed, 10, LibvirtErrorLevel.Error, "no such memory");
        });
        Assert.That(result.Pages, Is.InRange(170, 185));
    }

    [Test]
    public async Task RunAsync_Afterwards_NoContentIsLeft()
    {
        await RunAsync((_, page) => page.AsSpan().Fill(0xAA));
        Assert.That(_buffers.SelectMany(b => b), Is.All.Zero);
    }

    [Test]
    public void RunAsync_HungPeek_ThrowsAndForgets()
    {
        int calls = 0;
        Assert.That(
            () => RunAsync((_, page) =>
            {
                page.AsSpan().Fill(0xAA);
                if (++calls == 50)
                    throw new TimeoutException();
            }),
            Throws.InstanceOf<TimeoutException>());
        Assert.That(_buffers.Where(b => b.Any(x => x != 0)).ToList(), Has.Count.LessThanOrEqualTo(1), "only the one being read when the call hung");
    }

    [Test]
    public async Task RunAsync_SameSeed_AsksForTheSamePages()
    {
        await RunAsync((_, _) => { });
        ulong[] first = [.. _addresses];
        _addresses.Clear();
        await RunAsync((_, _) => { });
        Assert.That(_addresses, Is.EqualTo(first));
    }

    [SetUp]
    public void Clear()
    {
        _addresses.Clear();
        _buffers.Clear();
    }

    private Task<ShadowProbeResult> RunAsync(Action<ulong, byte[]> read) => new ShadowProbe(new ShadowProbeOptions(), _time).RunAsync(
        Map, Memory, new Random(1),
        (address, page, _) =>
        {
            _addresses.Add(address);
            _buffers.Add(page);
            page.AsSpan().Clear();
            read(address, page);
            return Task.CompletedTask;
        },
        CancellationToken.None);
}
