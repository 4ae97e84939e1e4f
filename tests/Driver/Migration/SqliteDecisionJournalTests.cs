using System.Runtime.Versioning;
using System.Text.Json;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Driver.Tests.Selection.Autopilot;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
[SupportedOSPlatform("linux")]
public sealed class SqliteDecisionJournalTests : JournalFixture
{
    private static readonly DecisionInput Input = Situations.Overload();
    private static readonly AutopilotDecision Decision = Decider.Decide(Input);

    [Test]
    public void Find_RecordedDecision_GivesItBackWholeAndItReplays()
    {
        string id = Open().Add(Input, Decision, isArmed: true, keep: 10);
        DecisionEntry entry = Open().Find(id)!;
        Assert.Multiple(() =>
        {
            Assert.That((entry.Id, entry.At, entry.IsArmed), Is.EqualTo((id, Input.At, true)));
            Assert.That(JsonSerializer.Serialize(entry.Input!, DecisionJson.Default.DecisionInput), Is.EqualTo(JsonSerializer.Serialize(Input, DecisionJson.Default.DecisionInput)));
            Assert.That(DecisionReplay.Run(entry.Input!, entry.Decision!).IsSame, Is.True);
            Assert.That(entry.Moves.Select(m => (m.Guest, m.State)), Is.EqualTo(Decision.AllMoves.Select(m => (m.Guest.Uuid, MoveState.Waiting))));
        });
    }

    [Test]
    public void Add_NotArmed_SaysSoOfItsMoves()
    {
        string id = Open().Add(Input, Decision, isArmed: false, keep: 10);
        Assert.That(Open().Find(id)!.Moves.Select(m => m.State), Is.EqualTo(new[] { MoveState.NotArmed }));
    }

    [Test]
    public void Set_MoveBecameAMigration_IsFoundByIt()
    {
        SqliteDecisionJournal journal = Open();
        string id = journal.Add(Input, Decision, isArmed: true, keep: 10);
        DecidedMove move = Decision.AllMoves.First();
        journal.Set(id, new(move.Guest.Uuid, move.To, MoveState.Running, Input.At.AddSeconds(1), null, []));
        journal.Set(id, new(move.Guest.Uuid, move.To, MoveState.Completed, Input.At.AddSeconds(9), "20260304-120009-abcd", [new("code", "why")]));
        DecisionEntry entry = Open().Find("20260304-120009-abcd")!;
        Assert.That(entry.Id, Is.EqualTo(id));
        Assert.That((entry.Moves[0].State, entry.Moves[0].MigrationId, entry.Moves[0].Reasons[0]), Is.EqualTo((MoveState.Completed, "20260304-120009-abcd", new Reason("code", "why"))));
        Assert.That(journal.MovesSince(Input.At.AddSeconds(5)), Has.Count.EqualTo(1));
        Assert.That(journal.MovesSince(Input.At.AddSeconds(10)), Is.Empty);
    }

    [Test]
    public void CloseLeftBehind_ServiceDied_WhatRanIsUnknownAndWhatWaitedWasDropped()
    {
        SqliteDecisionJournal journal = Open();
        string waited = journal.Add(Input, Decision, isArmed: true, keep: 10);
        string ran = journal.Add(Input, Decision, isArmed: true, keep: 10);
        string ended = journal.Add(Input, Decision, isArmed: true, keep: 10);
        DecidedMove move = Decision.AllMoves.First();
        journal.Set(ran, new(move.Guest.Uuid, move.To, MoveState.Running, Input.At, null, []));
        journal.Set(ended, new(move.Guest.Uuid, move.To, MoveState.Completed, Input.At, "m", []));

        Assert.That(Open().CloseLeftBehind(Input.At.AddMinutes(1)), Is.EqualTo(2));
        Assert.That(new[] { waited, ran, ended }.Select(id => journal.Find(id)!.Moves[0].State), Is.EqualTo(new[] { MoveState.Dropped, MoveState.Unknown, MoveState.Completed }));
        Assert.That(journal.Find(ran)!.Moves[0].Reasons[0].Code, Is.EqualTo(ReasonCodes.ServiceStopping));
    }

    [Test]
    public void Find_Unknown_IsNull() => Assert.That(Open().Find("nothing"), Is.Null);

    [Test]
    public void Add_MoreThanIsKept_RemovesTheOldestWithTheirMoves()
    {
        SqliteDecisionJournal journal = Open();
        string[] ids = [.. Enumerable.Range(0, 5).Select(i => journal.Add(Input with { At = Input.At.AddSeconds(i) }, Decision, isArmed: true, keep: 3))];
        Assert.That(journal.Latest(10).Select(e => e.Id), Is.EqualTo(new[] { ids[4], ids[3], ids[2] }));
        Assert.That(journal.MovesSince(DateTimeOffset.UnixEpoch), Has.Count.EqualTo(3 * Decision.AllMoves.Count()));
    }

    [Test]
    public void MigrationsSince_EndedAndUnfinished_TellTheirEnds()
    {
        JournalDatabase database = Database();
        SqliteMigrationJournal migrations = new(database);
        Record(migrations, "old", Input.At.AddHours(-5), end: true);
        Record(migrations, "dead", Input.At.AddHours(-4), end: false);
        Record(migrations, "new", Input.At.AddMinutes(-5), end: true);
        IReadOnlyList<MigrationTrace> traces = new SqliteDecisionJournal(database).MigrationsSince(Input.At.AddHours(-1));
        Assert.That(traces.Select(t => (t.StartedAt, t.EndedAt is not null, t.Completed)), Is.EqualTo(new[] { (Input.At.AddMinutes(-5), true, true), (Input.At.AddHours(-4), false, false) }));
        Assert.That((traces[0].Ends.SourceUri, traces[0].Ends.DestinationUri, traces[0].Ends.SourceUuid), Is.EqualTo((TwoHosts.SourceUri, TwoHosts.DestinationUri, (Guid?)Host)));
    }

    private static readonly Guid Host = Guid.NewGuid();

    private static void Record(SqliteMigrationJournal journal, string name, DateTimeOffset at, bool end)
    {
        ShadowMig.Driver.Planning.MigrationPlan plan = MigrationTestData.Plan() with { Domain = Situations.Identity(name), SourceUuid = Host };
        string id = journal.Begin(plan, TwoHosts.SourceUri, at);
        if (end)
            journal.Finish(MigrationTestData.Report(id, plan, new(TimeSpan.FromSeconds(4), TimeSpan.FromMilliseconds(40), new(123), 3)), at.AddSeconds(5));
    }

    private SqliteDecisionJournal Open() => new(Database());
}
