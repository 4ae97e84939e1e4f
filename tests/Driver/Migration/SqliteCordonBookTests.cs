using System.Runtime.Versioning;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration.Journal;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
[SupportedOSPlatform("linux")]
public sealed class SqliteCordonBookTests : JournalFixture
{
    private static readonly DateTimeOffset At = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task SetAsync_SeenByOtherProcesses_UntilLifted()
    {
        await Open().SetAsync(new("node2", "new memory", At), default);

        Assert.That(await Open().AllAsync(default), Is.EqualTo(new[] { new Cordon("node2", "new memory", At) }));
        Assert.That((await Open().LiftAsync("node2", default), await Open().LiftAsync("node2", default)), Is.EqualTo((true, false)));
        Assert.That(await Open().AllAsync(default), Is.Empty);
    }

    [TestCase(null, "new memory")]
    [TestCase("new disk", "new disk")]
    public async Task SetAsync_CordonedAlready_KeepsItsTime(string? reason, string expected)
    {
        SqliteCordonBook book = Open();
        await book.SetAsync(new("node2", "new memory", At), default);
        await book.SetAsync(new("node2", reason, At.AddHours(1)), default);

        Assert.That(await book.AllAsync(default), Is.EqualTo(new[] { new Cordon("node2", expected, At) }));
    }

    private SqliteCordonBook Open() => new(Database());
}
