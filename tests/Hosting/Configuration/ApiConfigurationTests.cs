using System.Text;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Tests.Configuration;

public sealed class ApiConfigurationTests
{
    [TestCase("""{ "Api": { "Address": "https://0.0.0.0:9754" } }""", "never served over TCP without certificates")]
    [TestCase("""{ "Api": { "Address": "http://0.0.0.0:9754" } }""", "must be an address such as")]
    [TestCase("""{ "Api": { "Address": "https://0.0.0.0:9754", "ClientCaFile": "/none/ca.pem" } }""", "there is no file /none/ca.pem")]
    [TestCase("""{ "Api": { "Socket": "api.sock" } }""", "absolute path")]
    [TestCase("""{ "Api": { "Group": "no-such-group" } }""", "groupadd --system no-such-group")]
    [TestCase("""{ "Api": { "Roles": { "admin": "root" } } }""", "operator")]
    public void Check_ApiThatWouldBeOpen_IsRefusedWithItsLine(string json, string message)
    {
        IReadOnlyList<ConfigurationProblem> problems = ConfigurationCheck.Run(Encoding.UTF8.GetBytes(json));

        Assert.That(problems, Has.Some.Matches<ConfigurationProblem>(p => p.Message.Contains(message, StringComparison.Ordinal) && p.Line == 1));
    }

    [Test]
    public void Check_SocketWithAGroup_IsTaken() =>
        Assert.That(ConfigurationCheck.Run("""{ "Api": { "Socket": "/run/shadowmig/api.sock", "Group": "root" } }"""u8), Is.Empty);
}
