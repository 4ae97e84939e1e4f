using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;

namespace ShadowMig.Driver.Tests.Orchestration;

/// <summary>Commands in the clear beside encrypted memory are not passed over in silence.</summary>
[TestFixture]
public sealed class ControlLinkTests
{
    private ScriptedPair _pair = null!;

    [SetUp]
    public void SetUp() => _pair = new();

    [Test]
    public async Task Check_EncryptedMemoryAndAPlainConnection_IsAWarning()
    {
        PreflightCheck found = await CheckAsync(MigrationLimits.Default with { Tls = true });
        Assert.That(found.Outcome, Is.EqualTo(CheckOutcome.Warned));
        Assert.That(found.Detail, Does.Contain(ScriptedPair.DestinationUri).And.Contain("qemu+tls or qemu+ssh"));
    }

    [Test]
    public async Task Check_SourceOverAPlainConnection_IsNamedToo()
    {
        _pair.Source.Setup(c => c.Uri).Returns("qemu+tcp://a/system");
        Assert.That((await CheckAsync(MigrationLimits.Default with { Tls = true })).Detail, Does.Contain("qemu+tcp://a/system and qemu+tcp://b/system"));
    }

    [Test]
    public async Task Check_MemoryInTheClearOnPurpose_Passes() =>
        Assert.That((await CheckAsync(MigrationLimits.Default with { Tls = false })).Outcome, Is.EqualTo(CheckOutcome.Passed));

    [TestCase("qemu+tls://b/system")]
    [TestCase("qemu+ssh://b/system")]
    public async Task CheckNodes_EncryptedConnection_Passes(string destination)
    {
        _pair.Tls = true;
        _pair.Connector.Setup(c => c.Open(destination, false)).Returns(_pair.Destination.Object);
        PreflightCheck found = (await _pair.CheckNodesAsync(destination)).Single(c => c.Name == "control-link");
        Assert.That(found.Outcome, Is.EqualTo(CheckOutcome.Passed), found.Detail);
    }

    private async Task<PreflightCheck> CheckAsync(MigrationLimits limits) =>
        (await _pair.CheckAsync(limits: limits)).Checks.Single(c => c.Name == "control-link");
}
