using System.Text.Json.Nodes;
using Moq;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Commands;

/// <summary>Where people see what a guest's metadata says, and that it is not understood.</summary>
public sealed class WishTests
{
    private CommandLineFixture _line = null!;

    [SetUp]
    public void SetUp()
    {
        _line = new();
        _line.Connection.Setup(c => c.GetCapabilities()).Returns("<capabilities><host><uuid>6d1d1e9c-0000-4000-8000-000000000002</uuid></host></capabilities>");
        _line.Connection.Setup(c => c.GetVersions()).Returns(new LibvirtVersions(new(9, 0), new(9, 0), "QEMU", new(7, 2)));
        _line.Connection.Setup(c => c.GetNodeMemory()).Returns(new NodeMemory(8UL << 30, 6UL << 30, 0, 0));
        _line.Connection.Setup(c => c.ListDomains(DomainFilter.Active)).Returns([_line.Domain.Object]);
    }

    [Test]
    public async Task Observe_GuestWithMetadata_TellsIt()
    {
        _line.SetWishes("move='never' priority='5' profile='gold'", "<keep-apart group='db'/><keep-together group='app'/><label name='tier' value='x'/>");

        await _line.RunAsync("observe", "web", "--json");

        Assert.That(
            JsonNode.DeepEquals(JsonNode.Parse(_line.Output)!["policy"], JsonNode.Parse("""
                {"move":"never","priority":5,"profile":"gold","keepApart":["db"],"keepTogether":["app"],"labels":{"tier":"x"},"problems":[]}
                """)),
            Is.True, _line.Output);
    }

    [Test]
    public async Task Observe_GuestWithout_HasNoSuchField()
    {
        await _line.RunAsync("observe", "web", "--json");

        Assert.That(JsonNode.Parse(_line.Output)!.AsObject().ContainsKey("policy"), Is.False);
    }

    [Test]
    public async Task Observe_BrokenMetadata_IsSaidAndTheGuestIsObservedAllTheSame()
    {
        _line.SetWishes("priority='high'");

        Assert.That(await _line.RunAsync("observe", "web"), Is.Zero);

        Assert.That(_line.Error, Does.Contain("priority='high' is not a whole number"));
        Assert.That(_line.Output, Does.Contain("not understood").And.Contain("dirty rate"));
    }

    [TestCase("priority='high'", "web: priority='high'")]
    [TestCase("profile='gold'", "web: there is no profile 'gold'")]
    public async Task Doctor_BrokenMetadata_NamesTheGuest(string attributes, string problem)
    {
        _line.SetWishes(attributes);

        Assert.That(await _line.RunAsync("doctor", "--json"), Is.Zero, "a warning");

        Assert.That(Checks()["guest-metadata"], Is.EqualTo("warned"));
        Assert.That(_line.Output, Does.Contain(System.Text.Encodings.Web.JavaScriptEncoder.Default.Encode(problem)).Or.Contain(problem));
    }

    [Test]
    public async Task Doctor_MakesTheChecksThatNeedNoGuest()
    {
        await _line.RunAsync("doctor", "--json");

        Assert.That(Checks().Keys, Has.Member("certificates").And.Not.Member("source-answers"));
        Assert.That(Checks()["guest-metadata"], Is.EqualTo("passed"));
    }

    [TestCase(20, "warned")]
    [TestCase(-1, "failed")]
    public async Task Doctor_TlsDestination_LooksAtTheCertificateThatItShows(int days, string outcome)
    {
        _line.Peer.Setup(p => p.CertificateAsync("node2", 16514, It.IsAny<CancellationToken>())).ReturnsAsync(() => Samples.Certificate(Samples.At.AddDays(days)));

        Assert.That(await _line.RunAsync("doctor", "--to", "qemu+tls://node2/system", "--json"), Is.EqualTo(3), "both URIs lead to one node here");

        Assert.That(Checks()["destination-certificate"], Is.EqualTo(outcome));
        _line.Preflight.Verify(p => p.CheckNodesAsync(
            It.IsAny<ILibvirtConnection>(), "qemu+tls://node2/system", It.IsAny<Driver.Model.MigrationLimits>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    private Dictionary<string, string> Checks() => JsonNode.Parse(_line.Output)!["checks"]!.AsArray()
        .ToDictionary(c => (string)c!["name"]!, c => (string)c!["outcome"]!);
}
