using ShadowMig.Native.Decoding;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Tests.Decoding;

public sealed class MemoryStatisticsReaderTests
{
    [Test]
    public void Read_EachTag_GoesToItsReading()
    {
        virDomainMemoryStatStruct[] tags =
            [.. Enumerable.Range(0, 20).Select(tag => new virDomainMemoryStatStruct { tag = tag, val = (ulong)(tag + 1) })];

        Assert.That(MemoryStatisticsReader.Read(tags), Is.EqualTo(new DomainMemoryStatistics
        {
            SwapInBytes = 1 * 1024,
            SwapOutBytes = 2 * 1024,
            MajorFaults = 3,
            MinorFaults = 4,
            UnusedBytes = 5 * 1024,
            AvailableBytes = 6 * 1024,
            ActualBytes = 7 * 1024,
            ResidentBytes = 8 * 1024,
            UsableBytes = 9 * 1024,
            LastUpdate = 10,
        }));
    }

    [Test]
    public void Read_NoTags_LeavesReadingsNull() =>
        Assert.That(MemoryStatisticsReader.Read([]), Is.EqualTo(new DomainMemoryStatistics()));
}
