using System.Runtime.Versioning;
using ShadowMig.Driver.Migration.Journal;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
[SupportedOSPlatform("linux")]
public sealed class SqliteCancelBookTests : JournalFixture
{
    private static readonly DateTimeOffset At = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Answer_NobodyAsked_IsNoAndLeavesNoTrace()
    {
        Open().Request("other", At);

        Assert.That(Open().Answer("m1", At), Is.False);
        Assert.That(Open().AnsweredAt("m1"), Is.Null);
    }

    [Test]
    public void Answer_AnotherProcessAsked_IsYesEachTimeAndSeenThere()
    {
        Open().Request("m1", At);
        Assert.That(Open().AnsweredAt("m1"), Is.Null, "nobody has answered yet");

        Assert.That(Open().Answer("m1", At.AddSeconds(1)), Is.True);
        Assert.That(Open().Answer("m1", At.AddSeconds(2)), Is.True);
        Open().Request("m1", At.AddSeconds(3));

        Assert.That(Open().AnsweredAt("m1"), Is.EqualTo(At.AddSeconds(2)));
    }

    private SqliteCancelBook Open() => new(Database());
}
