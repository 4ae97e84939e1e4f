using System.Runtime.Versioning;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
[SupportedOSPlatform("linux")]
public sealed class SqliteMigrationJournalTests : JournalFixture
{
    private static readonly DateTimeOffset At = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Host = Guid.NewGuid();

    [Test]
    public void Find_FinishedMigration_GivesItsReportBackWhole()
    {
        SqliteMigrationJournal journal = Open();
        MigrationPlan plan = MigrationTestData.Plan();
        string id = journal.Begin(plan, TwoHosts.SourceUri, At);
        MigrationReport report = MigrationTestData.Report(id, plan, new(TimeSpan.FromSeconds(4), TimeSpan.FromMilliseconds(40), new(123), 3));
        journal.EnterPhase(id, MigrationPhase.Activation, At);
        journal.Finish(report, At.AddSeconds(9));
        JournalEntry entry = Open().Find(id)!;
        Assert.Multiple(() =>
        {
            Assert.That((entry.Domain, entry.SourceUri, entry.DestinationUri), Is.EqualTo((plan.Domain, TwoHosts.SourceUri, TwoHosts.DestinationUri)));
            Assert.That((entry.StartedAt, entry.EndedAt, entry.Phase), Is.EqualTo((At, (DateTimeOffset?)At.AddSeconds(9), MigrationPhase.Activation)));
            Assert.That(Text(entry.Report!), Is.EqualTo(Text(report)));
            Assert.That(entry.Report!.Actual, Is.EqualTo(report.Actual));
            Assert.That(entry.Report!.Plan.Observation!.WorkingSet, Is.EqualTo(plan.Observation!.WorkingSet));
            Assert.That(entry.Report!.Plan.Chosen!.Prediction!.TotalSeconds, Is.EqualTo(plan.Chosen!.Prediction!.TotalSeconds));
        });
    }

    [Test]
    public void Unfinished_ProcessDiedInFlight_FindsPhaseAndProgress()
    {
        SqliteMigrationJournal journal = Open();
        string id = journal.Begin(MigrationTestData.Plan(), TwoHosts.SourceUri, At);
        journal.EnterPhase(id, MigrationPhase.IterativePreCopy, At);
        journal.RecordAction(id, new(TimeSpan.FromSeconds(1), "abort", "why"));
        journal.RecordProgress(id, new() { Phase = MigrationPhase.IterativePreCopy, MemoryProcessed = new(77), Rate = new(1.5) }, At);
        JournalEntry entry = Open().Unfinished().Single();
        Assert.That((entry.Id, entry.Phase, entry.EndedAt, entry.Report), Is.EqualTo((id, MigrationPhase.IterativePreCopy, (DateTimeOffset?)null, (MigrationReport?)null)));
        Assert.That((entry.Progress!.MemoryProcessed, entry.Progress.Rate), Is.EqualTo(((ByteCount?)new ByteCount(77), (BytesPerSecond?)new BytesPerSecond(1.5))));
        Assert.That(entry.Progress.Rounds, Is.Empty);
    }

    [Test]
    public void RecordProgress_Rounds_AreRead()
    {
        SqliteMigrationJournal journal = Open();
        string id = journal.Begin(MigrationTestData.Plan(), TwoHosts.SourceUri, At);
        TransferRound[] rounds = [new(TimeSpan.FromSeconds(2.5), new(1000), new(50)), new(TimeSpan.FromSeconds(3), null, null)];
        journal.RecordProgress(id, new() { Phase = MigrationPhase.IterativePreCopy, Rounds = rounds }, At);
        Assert.That(Open().Find(id)!.Progress!.Rounds, Is.EqualTo(rounds));
    }

    [Test]
    public void Read_ProgressOfAnOlderVersion_HasNoRounds() =>
        Assert.That(MigrationJson.Read("""{"phase":"IterativePreCopy"}""", MigrationJson.Default.MigrationProgress)!.Rounds, Is.Empty);

    [Test]
    public void Latest_SeveralMigrations_AreNewestFirst()
    {
        SqliteMigrationJournal journal = Open();
        string[] ids = [.. Enumerable.Range(0, 4).Select(i => journal.Begin(MigrationTestData.Plan(), TwoHosts.SourceUri, At.AddSeconds(i)))];
        Assert.That(journal.Latest(2).Select(e => e.Id), Is.EqualTo(new[] { ids[3], ids[2] }));
        Assert.That(ids, Is.Unique.And.Ordered);
    }

    [Test]
    public void Begin_TwoJournalsOnOneFile_WriteAtTheSameTime()
    {
        SqliteMigrationJournal[] journals = [Open(), Open()];
        Parallel.For(0, 40, new() { MaxDegreeOfParallelism = 4 }, i => journals[i % 2].Begin(MigrationTestData.Plan(), TwoHosts.SourceUri, At.AddSeconds(i)));
        Assert.That(journals[0].Latest(100), Has.Count.EqualTo(40));
    }

    [Test]
    public void Use_FirstTime_MakesFolderAndFileForTheOwnerOnly()
    {
        Open().Latest(1);
        Assert.That(File.GetUnixFileMode(JournalPath), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(
            File.GetUnixFileMode(Path.GetDirectoryName(JournalPath)!),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    public void Use_DamagedFile_SaysSoAndWhatToDo()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(JournalPath)!);
        File.WriteAllText(JournalPath, new string('x', 8192));
        Assert.That(() => Open().Latest(1), Throws.InstanceOf<IOException>().With.Message.Contains(JournalPath).And.Message.Contains("damaged"));
    }

    [Test]
    public void Use_FileOfANewerVersion_IsRefused()
    {
        Open().Latest(1);
        Execute("PRAGMA user_version = 99");
        Assert.That(() => Open().Latest(1), Throws.InstanceOf<IOException>().With.Message.Contains("newer version"));
    }

    [Test]
    public void Use_FolderCannotBeMade_IsAnIoError()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "state"), "a file");
        Assert.That(() => Open().Latest(1), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task TryReserveAsync_SeveralMigrations_NeverPromiseTheSameMemoryTwice()
    {
        var book = new SqliteReservationBook(Database());
        Assert.That(await ReserveAsync(book, "a", 600), Is.Null);
        Assert.That(await ReserveAsync(new(Database()), "b", 600), Is.EqualTo(new ByteCount(600)));
        Assert.That(await book.CountStandingAsync(At, default), Is.EqualTo(1));
        Assert.That((await book.StandingAsync(At, default)).Values, Is.EqualTo(new[] { new ByteCount(600) }));
        await book.ReleaseAsync("a", At, default);
        Assert.That(await ReserveAsync(book, "c", 600), Is.Null);
    }

    [Test]
    public async Task TryReserveAsync_ProcessOfAnotherReservationDied_ItLapses()
    {
        var book = new SqliteReservationBook(Database());
        await ReserveAsync(book, "a", 600);
        Assert.That(await book.TryReserveAsync(new("b", Host, new(600), At.AddMinutes(11), At.AddMinutes(20)), new(1000), default), Is.Null);
    }

    [Test]
    public void RecordLock_Token_IsGivenBack()
    {
        string id = Open().Begin(MigrationTestData.Plan(), TwoHosts.SourceUri, At);
        Assert.That(Open().Find(id)!.LockToken, Is.Null);
        Open().RecordLock(id, 17);
        Assert.That(Open().Find(id)!.LockToken, Is.EqualTo(17));
    }

    [Test]
    public void RecordBefore_HowThingsWere_IsGivenBackWhole()
    {
        BeforeTransfer before = new()
        {
            WasPaused = true,
            HadAutostart = true,
            MaxDowntime = TimeSpan.FromMilliseconds(777),
            MaxSpeedMebibytesPerSecond = 8_796_093_022_207,
            Request = new()
            {
                Flags = MigrationFlags.Live | MigrationFlags.PeerToPeer | MigrationFlags.PostCopy,
                BandwidthMebibytesPerSecond = 40,
                CompressionMethods = ["xbzrle"],
            },
        };
        string id = Open().Begin(MigrationTestData.Plan(), TwoHosts.SourceUri, At);
        Assert.That(Open().Find(id)!.Before, Is.Null);
        Open().RecordBefore(id, before);
        BeforeTransfer found = Open().Find(id)!.Before!;
        Assert.That(found with { Request = before.Request }, Is.EqualTo(before));
        Assert.That(found.Request with { CompressionMethods = [], MigrateDisks = [] }, Is.EqualTo(before.Request with { CompressionMethods = [], MigrateDisks = [] }));
        Assert.That(found.Request.CompressionMethods, Is.EqualTo(before.Request.CompressionMethods));
    }

    [Test]
    public void Finish_ResultIsUnknown_LeavesTheEntryOpenUntilItIsSettled()
    {
        SqliteMigrationJournal journal = Open();
        MigrationPlan plan = MigrationTestData.Plan();
        string id = journal.Begin(plan, TwoHosts.SourceUri, At);
        journal.Finish(MigrationTestData.Report(id, plan, result: MigrationResult.Unknown) with { Commands = [new("why", "what")] }, At);
        JournalEntry open = Open().Unfinished().Single();
        Assert.That((open.IsUnresolved, open.Report!.Commands.Single()), Is.EqualTo((true, new OperatorCommand("why", "what"))));

        journal.Finish(MigrationTestData.Report(id, plan), At.AddSeconds(1));
        journal.Finish(MigrationTestData.Report(id, plan, result: MigrationResult.Unknown), At.AddSeconds(2));
        JournalEntry settled = Open().Find(id)!;
        Assert.That((settled.EndedAt, settled.Report!.Result), Is.EqualTo(((DateTimeOffset?)At.AddSeconds(1), MigrationResult.Completed)), "an end that was proven stands");
    }

    [Test]
    public void Close_ResultStaysUnknown_EndsTheEntry()
    {
        SqliteMigrationJournal journal = Open();
        MigrationPlan plan = MigrationTestData.Plan();
        string id = journal.Begin(plan, TwoHosts.SourceUri, At);
        journal.Finish(MigrationTestData.Report(id, plan, result: MigrationResult.Unknown), At);
        journal.Close(id, At.AddSeconds(1));
        Assert.That(Open().Find(id)!.EndedAt, Is.EqualTo(At.AddSeconds(1)));
        Assert.That(Open().Unfinished(), Is.Empty);
    }

    [Test]
    public void LatestTransfer_LaterOnesNeverBegan_IsTheOneThatDid()
    {
        SqliteMigrationJournal journal = Open();
        string[] ids = [.. Enumerable.Range(0, 3).Select(i => journal.Begin(MigrationTestData.Plan(), TwoHosts.SourceUri, At.AddSeconds(i)))];
        Assert.That(journal.LatestTransfer(MigrationTestData.Guest), Is.Null);
        journal.EnterPhase(ids[0], MigrationPhase.Activation, At);
        journal.EnterPhase(ids[1], MigrationPhase.IterativePreCopy, At);
        journal.EnterPhase(ids[2], MigrationPhase.Reservation, At);
        Assert.That(journal.LatestTransfer(MigrationTestData.Guest)!.Id, Is.EqualTo(ids[1]));
        Assert.That(journal.LatestTransfer(Guid.NewGuid()), Is.Null);
    }

    [Test]
    public void Actions_OfOneMigration_AreInOrder()
    {
        SqliteMigrationJournal journal = Open();
        string id = journal.Begin(MigrationTestData.Plan(), TwoHosts.SourceUri, At);
        MigrationAction[] actions = [new(TimeSpan.FromSeconds(2), "start-post-copy", "planned"), new(TimeSpan.FromSeconds(1), "abort", "why")];
        foreach (MigrationAction action in actions)
            journal.RecordAction(id, action);
        journal.RecordAction(journal.Begin(MigrationTestData.Plan(), TwoHosts.SourceUri, At), new(TimeSpan.Zero, "abort", "another one's"));
        Assert.That(Open().Actions(id), Is.EqualTo(actions));
    }

    [Test]
    public void Use_FileOfTheFirstVersion_IsBroughtUpInPlaceAndKeepsWhatItHas()
    {
        string id = Open().Begin(MigrationTestData.Plan(), TwoHosts.SourceUri, At);
        Execute("""
            DROP TABLE bandwidth_claims; DROP TABLE cordons; DROP TABLE cancel_requests; DROP TABLE guest_locks; DROP TABLE decided_moves; DROP TABLE decisions;
            ALTER TABLE migrations DROP COLUMN lock_token; ALTER TABLE migrations DROP COLUMN before_transfer; DROP TABLE drains; PRAGMA user_version = 1
            """);
        var ledger = new SqliteBandwidthLedger(Database());
        Assert.Multiple(() =>
        {
            Assert.That(ledger.Renew("m", "a", null, new(100), At).Granted, Is.EqualTo(new BytesPerSecond(100)));
            Assert.That(Open().Find(id), Is.Not.Null);
        });
    }

    [Test]
    public void Renew_SeveralMigrationsOfALink_ShareItsBudget()
    {
        SqliteBandwidthLedger one = new(Database());
        SqliteBandwidthLedger other = new(Database());
        Assert.Multiple(() =>
        {
            Assert.That(one.Renew("m1", "a", null, new(90), At), Is.EqualTo(new BandwidthShare(new(90), new(90), 1)));
            Assert.That(other.Renew("m2", "a", new(20), new(90), At), Is.EqualTo(new BandwidthShare(new(20), new(45), 2)));
            Assert.That(one.Renew("m3", "b", null, new(90), At).Granted, Is.EqualTo(new BytesPerSecond(90)), "another link");
            Assert.That(one.Renew("m1", "a", null, new(90), At).Granted, Is.EqualTo(new BytesPerSecond(70)));
        });
        other.Leave("m2");
        Assert.That(one.Renew("m1", "a", null, new(90), At).Granted, Is.EqualTo(new BytesPerSecond(90)));
    }

    [Test]
    public void Renew_ProcessOfAnotherMigrationDied_ItsShareIsDealtAgain()
    {
        var ledger = new SqliteBandwidthLedger(Database());
        ledger.Renew("dead", "a", null, new(90), At);
        ledger.Renew("m1", "a", null, new(90), At.AddSeconds(9));
        Assert.That(ledger.Renew("m1", "a", null, new(90), At.AddSeconds(11)), Is.EqualTo(new BandwidthShare(new(90), new(90), 1)));
    }

    private static Task<ByteCount?> ReserveAsync(SqliteReservationBook book, string id, long bytes) =>
        book.TryReserveAsync(new(id, Host, new(bytes), At, At.AddMinutes(10)), new(1000), default);

    private static string Text(MigrationReport report) => JsonSerializer.Serialize(report, MigrationJson.Default.MigrationReport);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={JournalPath}");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this file
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private SqliteMigrationJournal Open() => new(Database());
}
