using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Signals;
using ShadowMig.Driver.Monitoring.Signals.Local;
using ShadowMig.Tests;

namespace ShadowMig.Driver.Tests.Monitoring.Signals;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OperatorFileTests
{
    private const string Path = "/var/lib/site/signals";

    private readonly ScriptedFiles _files = new();
    private readonly SignalOptions _options = new() { File = Path };
    private readonly GuestSample _web = new() { Domain = new("web", Guid.NewGuid()), At = default };

    [Test]
    public void Parse_Lines_AreNamesAndNumbers() => Assert.That(
        OperatorFile.Parse("# a comment\ntemperature 21.5\n\n  fans\t3 \r\nload@web -1e3\n"),
        Is.EqualTo(new (string, string?, double)[] { ("temperature", null, 21.5), ("fans", null, 3), ("load", "web", -1000) }));

    [TestCase("temperature")]
    [TestCase("temperature 12")]
    [TestCase("temperature x\n")]
    [TestCase("temperature NaN\n")]
    [TestCase("temperature Infinity\n")]
    [TestCase("temperature 1 2\n")]
    [TestCase("tempe\"rature 1\n")]
    [TestCase("@web 1\n")]
    [TestCase("\0\0\0\n")]
    [TestCase("")]
    [TestCase(null)]
    public void Parse_CutOrOddLine_IsLeftOut(string? text) => Assert.That(OperatorFile.Parse(text), Is.Empty);

    [Test]
    public void Read_File_IsAsOldAsItsLastChange()
    {
        _files[Path] = "temperature 21\n";
        SignalReading reading = Read(_files.Now.AddSeconds(30)).Single();
        Assert.That(reading, Is.EqualTo(new SignalReading("file:temperature", null, 21, _files.Now, _files.Now.AddMinutes(1))));
        Assert.That(reading.IsFresh(_files.Now.AddSeconds(61)), Is.False);
    }

    [Test]
    public void Read_FileFromTheFuture_IsNotYoungerThanNow()
    {
        _files[Path] = "temperature 21\n";
        Assert.That(Read(_files.Now.AddHours(-1)).Single().At, Is.EqualTo(_files.Now.AddHours(-1)));
    }

    [Test]
    public void Read_LineOfAGuest_FindsItByNameOrUuid()
    {
        _files[Path] = $"a@web 1\nb@{_web.Domain.Uuid} 2\nc@gone 3\n";
        Assert.That(Read(_files.Now).Select(r => (r.Signal, r.Guest)), Is.EqualTo(new[] { ("file:a", _web.Domain), ("file:b", _web.Domain) }));
    }

    [Test]
    public void Read_NoFile_HasNoReadings()
    {
        Assert.That(Read(_files.Now), Is.Empty);
        _options.File = null;
        Assert.That(Read(_files.Now), Is.Empty);
    }

    private SignalReading[] Read(DateTimeOffset now) =>
        [.. new OperatorFileSignals(_files, new FixedOptions<SignalOptions>(_options)).Read(new(new() { Guests = [_web] }, now, TimeSpan.FromSeconds(6), IsLocal: false))];
}
