using System.Buffers.Binary;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Probing;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Monitoring.Probing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ShadowProbeTests
{
    private static readonly ByteCount Memory = ByteCount.FromMebibytes(1024);
    private static readonly GuestMemoryMap Map = GuestMemoryMap.For("x86_64", "q35", 1UL << 30) ?? throw new InvalidOperationException();
    private readonly VirtualTime _time = new();
    private readonly List<(ulong Address, TimeSpan At)> _peeks = [];
    private readonly List<Memory<byte>> _buffers = [];

    [Test]
    public async Task RunAsync_Cheap_ReadsEachChunkOnceAndAfterEachGap()
    {
        ShadowProbeResult result = await RunAsync((_, _) => { });
        Assert.Multiple(() =>
        {
            Assert.That(result.Pages, Is.EqualTo(4096), "16 MiB");
            Assert.That(_peeks.Skip(5).GroupBy(peek => peek.Address).Select(chunk => chunk.Count()), Is.All.EqualTo(4));
            Assert.That(result.Readings.Select(r => r.Period.TotalSeconds), Is.EqualTo(new[] { 0.25, 1, 4 }).Within(0.02));
            Assert.That(result.Elapsed, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(7)));
            Assert.That(result.Zero?.Value, Is.EqualTo(1));
            Assert.That(result.Delta, Is.Null);
            Assert.That(result.ChangedByteRatio, Is.Null);
            Assert.That((result.CompressedRatio, result.ChangedCompressedRatio), Is.EqualTo(((double?)null, (double?)null)));
        });
    }

    [Test]
    public async Task RunAsync_TwoBytesOfEachFourthPageChange_CountsThemAndTheirDelta()
    {
        // Of every four pages: two zero, one constant, one with 2 bytes that change with each reading.
        Dictionary<ulong, byte> readings = [];
        ShadowProbeResult result = await RunAsync((address, page) =>
        {
            ulong frame = (address >> 12) % 4;
            if (frame >= 2)
                page[5] = 1;
            if (frame == 3)
                page[7] = page[4000] = readings[address] = (byte)(readings.GetValueOrDefault(address) + 1);
        });

        Assert.Multiple(() =>
        {
            Assert.That(result.Zero?.Value, Is.EqualTo(0.5));
            Assert.That(result.Zero?.Error, Is.LessThan(0.001), "each chunk is like the others");
            Assert.That(result.ChangedByteRatio, Is.EqualTo(2 / 4096.0).Within(1e-9));
            Assert.That(result.Delta, Is.EqualTo(new PageDelta(11 + 1 + 1 + 1 + 2 + 1 + 1, 0)));
            Assert.That(result.CompressedRatio, Is.LessThan(0.05));
            Assert.That(result.ChangedCompressedRatio, Is.LessThan(0.05));
            Assert.That(result.Readings.Select(r => r.Bytes / (1 << 20)), Is.All.EqualTo(256).Within(0.1));
        });
    }

    [Test]
    public async Task RunAsync_OnlyWhatChangesIsRandom_TellsThatItDoesNotCompress()
    {
        Random content = new(1);
        ShadowProbeResult result = await RunAsync((address, page) =>
        {
            if ((address >> 12) % 4 == 3)
                content.NextBytes(page);
            else
                page[5] = 1;
        });

        Assert.That(result.CompressedRatio, Is.InRange(0.2, 0.3), "a fourth of the pages");
        Assert.That(result.ChangedCompressedRatio, Is.GreaterThan(0.95));
    }

    [Test]
    public async Task RunAsync_WorkingSetInOnePiece_IsFoundWithinItsErrorAtEveryGap([Values(1, 2, 3, 4, 5, 6)] int seed, [Values(0, 3)] int milliseconds)
    {
        // 400 MiB in one piece, 200,000 random writes a second: W(t) = S(1−e^(−t/τ)), τ = 102400 / 200000 s.
        UniformWriter guest = new(start: 300UL << 20, length: 400UL << 20, writesPerSecond: 200_000);
        ShadowProbeResult result = await RunAsync(
            (address, page) =>
            {
                if (address % (64 << 10) == 0)
                    _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
                BinaryPrimitives.WriteInt32LittleEndian(page, guest.Writes(address, _time.Elapsed));
            },
            seed);

        Assert.That(result.Readings, Has.Count.EqualTo(3));
        foreach (WorkingSetReading reading in result.Readings)
            Assert.That(reading.Bytes, Is.EqualTo(guest.WorkingSet(reading.Period)).Within(3 * reading.Error), $"{reading}");
        Assert.That(result.Readings[^1].Error / result.Readings[^1].Bytes, Is.LessThan(milliseconds == 0 ? 0.02 : 0.08));
    }

    [TestCase(3)]
    [TestCase(10)]
    [TestCase(20)]
    public async Task RunAsync_SlowPeeks_TakesASmallerSampleNotMoreTime(int milliseconds)
    {
        ShadowProbeResult result = await RunAsync(_ => _time.Advance(TimeSpan.FromMilliseconds(milliseconds)));
        Assert.Multiple(() =>
        {
            Assert.That(result.Elapsed, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(7.1)));
            Assert.That(result.PeekTime, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(0.7)));
            Assert.That(result.Peeks, Is.EqualTo(_peeks.Count));
            Assert.That(result.Readings.Select(r => r.Period.TotalSeconds), Is.EqualTo(new[] { 0.25, 1, 4 }.TakeLast(result.Readings.Count)).Within(15).Percent);
        });
    }

    [Test]
    public async Task RunAsync_PeeksBecomeSlow_StaysWithinItsShare()
    {
        int calls = 0;
        ShadowProbeResult result = await RunAsync(_ => _time.Advance(TimeSpan.FromMilliseconds(++calls > 20 ? 12 : 1)));
        Assert.Multiple(() =>
        {
            Assert.That(result.PeekTime, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(0.8)));
            Assert.That(result.Elapsed, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(7.1)));
        });
    }

    [Test]
    public async Task RunAsync_VerySlowPeeks_GivesNoPointFromAHandfulOfChunks()
    {
        ShadowProbeResult result = await RunAsync(_ => _time.Advance(TimeSpan.FromMilliseconds(400)));
        Assert.Multiple(() =>
        {
            Assert.That(result.Readings, Is.Empty);
            Assert.That(result.Elapsed, Is.LessThan(TimeSpan.FromSeconds(4)));
        });
    }

    [Test]
    public async Task RunAsync_RefusedPeek_LeavesThatChunkOut()
    {
        int calls = 0;
        ShadowProbeResult result = await RunAsync(_ =>
        {
            if (++calls % 10 == 0)
                throw new LibvirtException(LibvirtErrorCode.OperationFailed, 10, LibvirtErrorLevel.Error, "no such memory");
        });
        Assert.That(result.Pages, Is.InRange(3400, 3900));
    }

    [Test]
    public async Task RunAsync_Afterwards_NoContentIsLeft()
    {
        await RunAsync((_, page) => page.Fill(0xAA));
        Assert.That(_buffers.Any(HoldsContent), Is.False);
    }

    [Test]
    public void RunAsync_HungPeek_ThrowsAndForgets()
    {
        int calls = 0;
        Assert.That(
            () => RunAsync(_ =>
            {
                if (++calls == 50)
                    throw new TimeoutException();
            }),
            Throws.InstanceOf<TimeoutException>());
        Assert.That(_buffers.Any(HoldsContent), Is.False);
    }

    [Test]
    public async Task RunAsync_SameSeed_AsksForTheSameMemory()
    {
        await RunAsync((_, _) => { });
        ulong[] first = [.. _peeks.Select(peek => peek.Address)];
        _peeks.Clear();
        await RunAsync((_, _) => { });
        Assert.That(_peeks.Select(peek => peek.Address), Is.EqualTo(first));
    }

    private static bool HoldsContent(Memory<byte> buffer) => buffer.Span.ContainsAnyExcept((byte)0);

    private Task<ShadowProbeResult> RunAsync(PageWriter write, int seed = 1) => RunAsync(
        (address, chunk) =>
        {
            for (int at = 0; at < chunk.Length; at += 4096)
                write(address + (ulong)at, chunk.Span.Slice(at, 4096));
        },
        seed);

    private Task<ShadowProbeResult> RunAsync(Action<Memory<byte>> read) => RunAsync((_, chunk) => read(chunk), 1);

    private Task<ShadowProbeResult> RunAsync(Action<ulong, Memory<byte>> read, int seed) => new ShadowProbe(new ShadowProbeOptions(), _time).RunAsync(
        Map, Memory, new Random(seed),
        (address, chunk, _) =>
        {
            _peeks.Add((address, _time.Elapsed));
            _buffers.Add(chunk);
            chunk.Span.Clear();
            read(address, chunk);
            return Task.CompletedTask;
        },
        CancellationToken.None);

    private delegate void PageWriter(ulong address, Span<byte> page);
}
