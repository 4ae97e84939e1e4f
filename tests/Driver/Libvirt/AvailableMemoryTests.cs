using Moq;
using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Libvirt;

[TestFixture]
public sealed class AvailableMemoryTests
{
    [Test]
    public void Of_GuestsInSharedMemory_AreNotAvailable() =>
        Assert.That(Of(total: 256, free: 20, buffers: 5, cached: 202, 100, 100), Is.EqualTo(Gibibytes(56)));

    [Test]
    public void Of_GuestsInAnonymousMemory_LeaveTheCache() =>
        Assert.That(Of(total: 256, free: 20, buffers: 5, cached: 25, 100, 100), Is.EqualTo(Gibibytes(50)));

    [Test]
    public void Of_GuestsInHugePages_LeaveTheCache() =>
        Assert.That(Of(total: 256, free: 20, buffers: 5, cached: 25, 1, 1), Is.EqualTo(Gibibytes(50)), "what is in the pool is not resident");

    [TestCase(250)]
    [TestCase(300)]
    public void Of_GuestsWithMergedPages_LeaveWhatIsFree(int resident) =>
        Assert.That(Of(total: 256, free: 20, buffers: 5, cached: 25, resident), Is.EqualTo(Gibibytes(25)));

    [Test]
    public void Of_AGuestThatDoesNotTell_BoundsNothing() =>
        Assert.That(Of(total: 256, free: 20, buffers: 5, cached: 202, 100, null), Is.EqualTo(Gibibytes(156)));

    [Test]
    public void Of_TotalNotTold_CountsTheCache() =>
        Assert.That(Of(total: null, free: 20, buffers: 5, cached: 202, 200), Is.EqualTo(Gibibytes(227)));

    [Test]
    public void Of_FreeNotTold_IsNull() => Assert.Multiple(() =>
    {
        Assert.That(Of(total: 256, free: null, buffers: 5, cached: 202), Is.Null);
        Assert.That(AvailableMemory.Of(null, []), Is.Null);
    });

    [Test]
    public async Task ReadAsync_Node_IsAskedForAllGuestsInOneCall()
    {
        Mock<ILibvirtConnection> node = Node();
        node.Setup(c => c.GetAllDomainStatistics(DomainStatisticsGroups.Balloon, DomainFilter.Active, true)).Returns(
        [
            new() { Name = "a", Uuid = Guid.NewGuid(), Memory = new() { ResidentBytes = 6UL << 30 } },
            new() { Name = "b", Uuid = Guid.NewGuid() },
        ]);
        Assert.That(await ReadAsync(node, TimeSpan.FromSeconds(30)), Is.EqualTo(Gibibytes(2)));
        node.Verify(c => c.GetAllDomainStatistics(It.IsAny<DomainStatisticsGroups>(), It.IsAny<DomainFilter>(), It.IsAny<bool>()), Times.Once);
    }

    [Test]
    public async Task ReadAsync_GuestsCannotBeRead_IsTheNodesOwnFigure()
    {
        Mock<ILibvirtConnection> node = Node();
        node.Setup(c => c.GetAllDomainStatistics(It.IsAny<DomainStatisticsGroups>(), It.IsAny<DomainFilter>(), true))
            .Throws(new LibvirtException(LibvirtErrorCode.NoSupport, 0, LibvirtErrorLevel.Error, "not supported"));
        Assert.That(await ReadAsync(node, TimeSpan.FromSeconds(30)), Is.EqualTo(Gibibytes(8)));
    }

    [Test]
    public async Task ReadAsync_AGuestHangs_IsTheNodesOwnFigureWithinTheBound()
    {
        using ManualResetEventSlim never = new();
        Mock<ILibvirtConnection> node = Node();
        node.Setup(c => c.GetAllDomainStatistics(It.IsAny<DomainStatisticsGroups>(), It.IsAny<DomainFilter>(), true)).Callback(never.Wait).Returns([]);
        ByteCount? available = await ReadAsync(node, TimeSpan.FromSeconds(1));
        never.Set();
        Assert.That(available, Is.EqualTo(Gibibytes(8)));
    }

    [Test]
    public void ReadAsync_NodeDoesNotTell_Throws()
    {
        Mock<ILibvirtConnection> node = new();
        node.Setup(c => c.GetNodeMemory()).Throws(new LibvirtException(LibvirtErrorCode.NoSupport, 0, LibvirtErrorLevel.Error, "not supported"));
        Assert.That(async () => await ReadAsync(node, TimeSpan.FromSeconds(30)), Throws.TypeOf<LibvirtException>());
    }

    private static Task<ByteCount?> ReadAsync(Mock<ILibvirtConnection> node, TimeSpan bound) =>
        AvailableMemory.ReadAsync(node.Object, bound, TimeProvider.System, CancellationToken.None);

    private static Mock<ILibvirtConnection> Node()
    {
        Mock<ILibvirtConnection> node = new();
        node.Setup(c => c.GetNodeMemory()).Returns(new NodeMemory(8UL << 30, 1UL << 30, 0, 7UL << 30));
        return node;
    }

    private static ByteCount? Of(int? total, int? free, int? buffers, int? cached, params int?[] resident) =>
        AvailableMemory.Of(new(Bytes(total), Bytes(free), Bytes(buffers), Bytes(cached)), resident.Select(Gibibytes));

    private static ulong? Bytes(int? gibibytes) => (ulong?)gibibytes << 30;

    private static ByteCount? Gibibytes(int? count) => ByteCount.From(Bytes(count));
}
