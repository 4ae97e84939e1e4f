using ShadowMig.Native.Decoding;

namespace ShadowMig.Native.Tests.Decoding;

public sealed class JobStatisticsReaderTests
{
    [Test]
    public void Read_NothingSent_LeavesReadingsNull()
    {
        DomainJobStatistics statistics = JobStatisticsReader.Read(DomainJobType.None, TypedParameters.Empty);

        Assert.That(statistics, Is.EqualTo(new DomainJobStatistics { Type = DomainJobType.None }));
    }

    [Test]
    public void Read_AMigration_FillsEachReading()
    {
        TypedParameters fields = Fields.Of(
            ("operation", 5L), ("time_elapsed", 1250UL), ("downtime", 63UL), ("setup_time", 4UL),
            ("data_total", 1UL), ("data_processed", 2UL), ("data_remaining", 3UL),
            ("memory_total", 4UL), ("memory_processed", 5UL), ("memory_remaining", 6UL), ("memory_bps", 7UL),
            ("memory_constant", 8UL), ("memory_normal", 9UL), ("memory_normal_bytes", 10UL), ("memory_dirty_rate", 11UL),
            ("memory_page_size", 4096UL), ("memory_iteration", 12UL), ("memory_postcopy_requests", 13UL),
            ("compression_cache", 14UL), ("compression_bytes", 15UL), ("compression_pages", 16UL),
            ("compression_cache_misses", 17UL), ("compression_overflow", 18UL), ("auto_converge_throttle", 20L),
            ("errmsg", "lost"), ("disk_total", 19UL));

        DomainJobStatistics statistics = JobStatisticsReader.Read(DomainJobType.Unbounded, fields);

        Assert.That(statistics, Is.EqualTo(new DomainJobStatistics
        {
            Type = DomainJobType.Unbounded,
            Operation = 5,
            Elapsed = TimeSpan.FromMilliseconds(1250),
            Downtime = TimeSpan.FromMilliseconds(63),
            SetupTime = TimeSpan.FromMilliseconds(4),
            DataTotalBytes = 1,
            DataProcessedBytes = 2,
            DataRemainingBytes = 3,
            MemoryTotalBytes = 4,
            MemoryProcessedBytes = 5,
            MemoryRemainingBytes = 6,
            MemoryBytesPerSecond = 7,
            ConstantPages = 8,
            NormalPages = 9,
            NormalBytes = 10,
            DirtyPagesPerSecond = 11,
            PageSizeBytes = 4096,
            Iteration = 12,
            PostCopyRequests = 13,
            CompressionCacheBytes = 14,
            CompressionBytes = 15,
            CompressionPages = 16,
            CompressionCacheMisses = 17,
            CompressionOverflows = 18,
            AutoConvergeThrottlePercent = 20,
            ErrorMessage = "lost",
            Fields = fields,
        }));
    }
}
