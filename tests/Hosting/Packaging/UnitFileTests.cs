using System.Globalization;
using System.Text.RegularExpressions;

namespace ShadowMig.Hosting.Tests.Packaging;

/// <summary>The systemd unit of the package.</summary>
public sealed partial class UnitFileTests
{
    private string _folder = "";

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("shadowmig-unit-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Unit_Exposure_IsTwoOrLess()
    {
        (int exitCode, string output) = await Tool.RunAsync("systemd-analyze", "security", "--offline=true", "--no-pager", Unit());

        Assert.That(exitCode, Is.Zero, output);
        Match exposure = Exposure().Match(output);
        Assert.That(exposure.Success, Is.True, output);
        Assert.That(double.Parse(exposure.Groups[1].Value, CultureInfo.InvariantCulture), Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void Unit_Service_SpeaksToSystemdAsUserOfItsOwn() => Assert.Multiple(() =>
    {
        string[] lines = DebianFolder.Read("shadowmig.service").Split('\n');
        foreach (string line in (string[])["Type=notify", "User=shadowmig", "SupplementaryGroups=libvirt", "StateDirectory=shadowmig", "ExecReload=/bin/sh -c 'kill -HUP ${MAINPID}'"])
            Assert.That(lines, Does.Contain(line));
        Assert.That(lines, Has.Exactly(1).StartsWith("WatchdogSec="));
    });

    // The executable is not installed here.
    private string Unit()
    {
        string file = Path.Combine(_folder, "shadowmig.service");
        File.WriteAllText(file, DebianFolder.Read("shadowmig.service").Replace("/usr/bin/shadowmig", "/bin/true", StringComparison.Ordinal));
        return file;
    }

    [GeneratedRegex(@"Overall exposure level for shadowmig\.service: ([0-9.]+)")]
    private static partial Regex Exposure();
}
