using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Probing;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Monitoring;

public sealed class GuestProbeTests
{
    private static readonly ByteCount Memory = ByteCount.FromMebibytes(1024);

    [Test]
    public async Task RunBesideAsync_BlockedByTheCalculation_ProbesAfterIt()
    {
        int calls = 0;
        (_, ShadowProbeResult? probe) = await RunAsync(() => ++calls == 1 ? throw new TimeoutException() : DomainJobType.None, new(DirtyRateMode.DirtyBitmap, Memory));
        Assert.That(probe?.Pages, Is.Positive);
        Assert.That(calls, Is.EqualTo(2));
    }

    [Test]
    public async Task RunBesideAsync_BlockedForGood_KeepsTheSeries()
    {
        DirtyRateSeries measured = new(DirtyRateMode.DirtyBitmap, Memory);
        (DirtyRateSeries series, ShadowProbeResult? probe) = await RunAsync(() => throw new TimeoutException(), measured);
        Assert.That((series, probe), Is.EqualTo((measured, (ShadowProbeResult?)null)));
    }

    [Test]
    public async Task RunBesideAsync_SeriesCutShortByAJob_GivesNoResult()
    {
        (_, ShadowProbeResult? probe) = await RunAsync(() => DomainJobType.None, new(DirtyRateMode.DirtyBitmap, Memory) { IsCutShort = true });
        Assert.That(probe, Is.Null);
    }

    private static Task<(DirtyRateSeries Series, ShadowProbeResult? Probe)> RunAsync(Func<DomainJobType> job, DirtyRateSeries series)
    {
        Mock<ILibvirtDomain> domain = new();
        domain.Setup(d => d.GetJobInfo()).Returns(() => new(job(), default, default, 0, 0, 0, 0, 0, 0));
        DomainDescription description = DomainDescriptionParser.Parse(
            $"<domain type='kvm'><name>g</name><uuid>{Guid.NewGuid()}</uuid><memory unit='MiB'>1024</memory><os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os></domain>");
        GuestProbe probe = new(domain.Object, (_, chunk) => chunk.Span.Clear(), description, new() { PeekBound = VirtualTime.Never }, new VirtualTime(), NullLogger.Instance);
        return probe.RunBesideAsync(() => Task.FromResult(series), Memory, 1, CancellationToken.None);
    }
}
