using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
public sealed class MigrationRequestBuilderTests
{
    private const MigrationFlags Always = MigrationFlags.Live | MigrationFlags.PeerToPeer | MigrationFlags.AbortOnError;

    private static readonly MigrationParameters Plain = new() { MaxDowntime = TimeSpan.FromMilliseconds(300) };

    [Test]
    public void Build_TransientGuest_LeavesDefinitionsAlone()
    {
        MigrationRequest request = MigrationRequestBuilder.Build(Plain, isPersistent: false, isRunning: true, tls: false);
        Assert.That(request.Flags, Is.EqualTo(Always));
        Assert.That(request.BandwidthMebibytesPerSecond, Is.Null);
        Assert.That(request.CompressionMethods, Is.Empty);
    }

    [Test]
    public void Build_PersistentGuestWithTls_MovesItsDefinitionEncrypted() => Assert.That(
        MigrationRequestBuilder.Build(Plain, isPersistent: true, isRunning: true, tls: true).Flags,
        Is.EqualTo(Always | MigrationFlags.PersistDestination | MigrationFlags.UndefineSource | MigrationFlags.Tls));

    [TestCase(100.0, 100u)]
    [TestCase(99.99, 99u)]
    [TestCase(0.2, 1u)]
    public void Build_Bandwidth_IsWholeMebibytesNeverAboveTheCapNorUnlimited(double cap, ulong expected) => Assert.That(
        MigrationRequestBuilder.Build(Plain with { Bandwidth = BytesPerSecond.FromMebibytes(cap) }, false, true, false).BandwidthMebibytesPerSecond,
        Is.EqualTo(expected));

    [Test]
    public void Build_ShadowCache_AsksForXbzrle()
    {
        MigrationRequest request = MigrationRequestBuilder.Build(Plain with { XbzrleCache = ByteCount.FromMebibytes(512) }, false, true, false);
        Assert.That(request.Flags, Is.EqualTo(Always | MigrationFlags.Compressed));
        Assert.That(request.CompressionMethods, Is.EqualTo(new[] { "xbzrle" }));
        Assert.That(request.XbzrleCacheBytes, Is.EqualTo(512UL << 20));
    }

    [Test]
    public void Build_PostCopy_KeepsTheCapAfterTheSwitchToo()
    {
        MigrationParameters parameters = Plain with { PostCopy = true, Bandwidth = BytesPerSecond.FromMebibytes(20) };
        MigrationRequest request = MigrationRequestBuilder.Build(parameters, false, isRunning: true, false);
        Assert.That(request.Flags, Is.EqualTo(Always | MigrationFlags.PostCopy));
        Assert.That(request.PostCopyBandwidthMebibytesPerSecond, Is.EqualTo(20));
        Assert.That(MigrationRequestBuilder.Build(parameters, false, isRunning: false, false).Flags, Is.EqualTo(Always));
    }

    [Test]
    public void Build_ParallelAndThrottle_AreFlagsWithTheirParameters()
    {
        MigrationRequest request = MigrationRequestBuilder.Build(
            Plain with { ParallelConnections = 4, ThrottleInitial = 0.2, ThrottleIncrement = 0.1 }, false, true, false);
        Assert.That(request.Flags, Is.EqualTo(Always | MigrationFlags.Parallel | MigrationFlags.AutoConverge));
        Assert.That(
            (request.ParallelConnections, request.AutoConvergeInitialPercent, request.AutoConvergeIncrementPercent), Is.EqualTo(((int?)4, (int?)20, (int?)10)));
    }

    [TestCase("zlib")]
    [TestCase("zstd")]
    public void Build_ParallelCompression_IsAMethodBesideTheConnections(string method)
    {
        MigrationRequest request = MigrationRequestBuilder.Build(
            Plain with { ParallelConnections = 2, ParallelCompression = method }, false, true, false);
        Assert.That(request.Flags, Is.EqualTo(Always | MigrationFlags.Parallel | MigrationFlags.Compressed));
        Assert.That(request.CompressionMethods, Is.EqualTo(new[] { method }));
    }

    [Test]
    public void Build_PostCopyAsARescue_HasPermission() => Assert.That(
        MigrationRequestBuilder.Build(Plain with { PostCopyRescue = true }, false, isRunning: true, false).Flags, Is.EqualTo(Always | MigrationFlags.PostCopy));

    private static readonly MigrationParameters[] Impossible =
    [
        Plain with { ParallelConnections = 2, XbzrleCache = ByteCount.FromMebibytes(64) },
        Plain with { ParallelCompression = "zstd" },
        Plain with { ParallelConnections = 2, ParallelCompression = "xbzrle" },
    ];

    [TestCaseSource(nameof(Impossible))]
    public void Build_WhatDoesNotGoTogether_IsRefused(MigrationParameters parameters) => Assert.That(
        () => MigrationRequestBuilder.Build(parameters, false, true, false), Throws.ArgumentException);
}
