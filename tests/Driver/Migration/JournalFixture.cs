using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Journal;

namespace ShadowMig.Driver.Tests.Migration;

/// <summary>A journal's file in a folder of its own, which is not there until the journal makes it.</summary>
public abstract class JournalFixture
{
    private protected string Folder { get; private set; } = null!;

    private protected string JournalPath => Path.Combine(Folder, "state", "journal.db");

    [SetUp]
    public void ChooseFolder() => Folder = Path.Combine(Path.GetTempPath(), $"shadowmig-journal-{Guid.NewGuid():N}");

    [TearDown]
    public void RemoveFolder()
    {
        SqliteConnection.ClearAllPools();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    /// <summary>The file as another process would open it.</summary>
    private protected JournalDatabase Database() => new(Options.Create(new MigrationOptions { JournalPath = JournalPath }));
}
