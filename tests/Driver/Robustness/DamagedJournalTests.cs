using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Tests.Migration;
using ShadowMig.Tests.Robustness;

namespace ShadowMig.Driver.Tests.Robustness;

/// <summary>A journal that a disk damaged or cut: what is read is right, or the error says what to do.</summary>
[TestFixture]
[SupportedOSPlatform("linux")]
public sealed class DamagedJournalTests : JournalFixture
{
    private const int Damages = 300;

    private static readonly DateTimeOffset At = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Read_DamagedFile_IsReadOrAnErrorThatNamesIt()
    {
        byte[] sound = Sound();
        int refused = 0;
        for (int seed = 0; seed < Damages; seed++)
        {
            RemoveSideFiles();
            File.WriteAllBytes(JournalPath, new Mutator(seed).Bytes(sound));
            try
            {
                SqliteMigrationJournal journal = new(Database());
                journal.Unfinished();
                journal.Latest(10);
                new SqliteDecisionJournal(Database()).MigrationsSince(At.AddDays(-1));
            }
            catch (IOException e)
            {
                Assert.That(e.Message, Does.Contain(JournalPath));
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }

        Assert.That(refused, Is.Positive, "some damage is found");
    }

    [TestCase("UPDATE migrations SET domain_uuid = 'nobody'")]
    [TestCase("UPDATE migrations SET strategy = 'teleport'")]
    [TestCase("UPDATE migrations SET started_at = 'yesterday'")]
    public void Read_RowThatCannotBe_IsAnErrorThatSaysWhatToDo(string damage)
    {
        Sound();
        Database().Write(connection => connection.Execute(damage));
        Assert.That(
            () => new SqliteMigrationJournal(Database()).Latest(10),
            Throws.TypeOf<IOException>().With.Message.Contains("is damaged").And.Message.Contains("move it away"));
    }

    [TestCase("UPDATE migrations SET plan = '{\"chosen\":'")]
    [TestCase("UPDATE migrations SET plan = 'null', report = '[]'")]
    public void Read_PlanOrReportThatCannotBeRead_KeepsTheMigration(string damage)
    {
        Sound();
        Database().Write(connection => connection.Execute(damage));
        JournalEntry entry = new SqliteMigrationJournal(Database()).Unfinished().Single();
        Assert.That(entry.Domain, Is.EqualTo(MigrationTestData.Plan().Domain));
        Assert.That(entry.Plan, Is.Null);
    }

    /// <summary>A journal with one migration that ended and one in flight; its bytes.</summary>
    private byte[] Sound()
    {
        SqliteMigrationJournal journal = new(Database());
        string ended = journal.Begin(MigrationTestData.Plan(), TwoHosts.SourceUri, At);
        journal.EnterPhase(ended, MigrationPhase.Activation, At);
        journal.Finish(MigrationTestData.Report(ended, MigrationTestData.Plan()), At.AddSeconds(9));
        journal.EnterPhase(journal.Begin(MigrationTestData.Plan(), TwoHosts.SourceUri, At), MigrationPhase.IterativePreCopy, At);
        Database().Use(connection => connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)"));
        SqliteConnection.ClearAllPools();
        return File.ReadAllBytes(JournalPath);
    }

    private void RemoveSideFiles()
    {
        SqliteConnection.ClearAllPools();
        File.Delete(JournalPath + "-wal");
        File.Delete(JournalPath + "-shm");
    }
}
