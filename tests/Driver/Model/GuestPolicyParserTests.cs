using System.Xml.Linq;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Tests.Model;

[TestFixture]
public sealed class GuestPolicyParserTests
{
    [Test]
    public void Parse_WholeElement_ReadsEveryWish()
    {
        GuestPolicy policy = Parse("""
            <shadowmig:guest xmlns:shadowmig='https://shadowmig.org/guest' move='allowed' priority='-7' profile='gold'>
              <keep-apart group='db'/><keep-apart group='rack'/><keep-together group='app'/><label name='tier' value='gold'/>
            </shadowmig:guest>
            """);
        Assert.Multiple(() =>
        {
            Assert.That((policy.NeverMove, policy.Priority, policy.Profile), Is.EqualTo((false, -7, "gold")));
            Assert.That(policy.KeepApart, Is.EqualTo(new[] { "db", "rack" }));
            Assert.That(policy.KeepTogether, Is.EqualTo(new[] { "app" }));
            Assert.That(policy.Labels, Is.EqualTo(new Dictionary<string, string> { ["tier"] = "gold" }));
            Assert.That(policy.Problems, Is.Empty);
        });
    }

    [Test]
    public void Parse_NamespaceThroughout_ReadsTheChildrenToo() => Assert.That(
        Parse("<guest xmlns='https://shadowmig.org/guest' move='never'><keep-apart group='db'/></guest>") is { NeverMove: true, KeepApart: ["db"], Problems: [] }, Is.True);

    [TestCase("")]
    [TestCase("<app:info xmlns:app='https://example.org/app' move='never'/>")]
    public void Parse_NoElementOfOurs_AsksForNothing(string metadata) => Assert.That(Parse(metadata), Is.SameAs(GuestPolicy.None));

    [Test]
    public void Parse_NoMetadata_AsksForNothing() =>
        Assert.That(GuestPolicyParser.Parse(XElement.Parse("<domain/>")), Is.SameAs(GuestPolicy.None));

    [TestCase("move='nevr'")]
    [TestCase("move=''")]
    [TestCase("move='Never'")]
    public void Parse_MoveThatIsNotUnderstood_CountsAsNever(string attributes)
    {
        GuestPolicy policy = Parse($"<s:guest xmlns:s='https://shadowmig.org/guest' {attributes}/>");
        Assert.That(policy.NeverMove, Is.True);
        Assert.That(policy.Problems, Has.One.Contains("write never or allowed"));
    }

    [Test]
    public void Parse_ElementOfOurNamespaceWithAnotherName_CountsAsNever()
    {
        GuestPolicy policy = Parse("<s:gest xmlns:s='https://shadowmig.org/guest' move='allowed'/>");
        Assert.That(policy.NeverMove, Is.True);
        Assert.That(policy.Problems, Has.One.Contains("write 'guest'"));
    }

    [TestCase("priority='high'", "", "priority='high' is not a whole number")]
    [TestCase("priority='99999999999'", "", "is not a whole number")]
    [TestCase("profile=' '", "", "the profile is missing")]
    [TestCase("mov='never'", "", "attribute 'mov' is unknown")]
    [TestCase("", "<keep-appart group='db'/>", "element 'keep-appart' is unknown")]
    [TestCase("", "<keep-apart/>", "the group of keep-apart is missing")]
    [TestCase("", "<keep-together group=''/>", "the group of keep-together is missing")]
    [TestCase("", "<label value='gold'/>", "the name of label is missing")]
    [TestCase("", "<label name='a' value='1'/><label name='a' value='2'/>", "label 'a' is set twice")]
    public void Parse_BrokenPart_IsNamedAndTheRestHolds(string attributes, string children, string problem)
    {
        GuestPolicy policy = Parse($"<s:guest xmlns:s='https://shadowmig.org/guest' {attributes}>{children}<keep-together group='app'/></s:guest>");
        Assert.Multiple(() =>
        {
            Assert.That(policy.Problems, Has.One.Contains(problem));
            Assert.That(policy.KeepTogether, Is.EqualTo(new[] { "app" }));
            Assert.That((policy.NeverMove, policy.Priority), Is.EqualTo((false, 0)));
        });
    }

    [Test]
    public void Parse_PartsOfOtherNamespaces_AreLeftAlone() => Assert.That(
        Parse("<s:guest xmlns:s='https://shadowmig.org/guest' xmlns:x='urn:x' x:note='1'><x:keep/></s:guest>").Problems, Is.Empty);

    private static GuestPolicy Parse(string metadata) => GuestPolicyParser.Parse(XElement.Parse($"<domain><metadata>{metadata}</metadata></domain>"));
}
