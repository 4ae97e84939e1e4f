using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Tests.Configuration;

public sealed class CoordinationConfigurationTests
{
    [TestCase("\"Mode\": \"Zookeeper\"", 2, "must be one of Local, Etcd")]
    [TestCase("\"Mode\": \"Etcd\"", null, "Etcd:Endpoints is missing: name at least one member")]
    [TestCase("\"LeaseSeconds\": 1", 2, "must be a whole number from 5 to 300")]
    [TestCase("\"MaxMigrations\": 0", 2, "must be a whole number from 1")]
    [TestCase("\"NodeUri\": \"node1\"", 2, "must be a libvirt URI")]
    [TestCase("\"Mode\": \"Etcd\", \"Etcd\": {\n\"Endpoints\": [\"etcd1:2379\"] }", 3, "must be an address")]
    [TestCase("\"Mode\": \"Etcd\", \"Etcd\": {\n\"Endpoints\": [\"http://etcd1:2379/v3\"] }", 3, "is no address of a member")]
    [TestCase("\"Mode\": \"Etcd\", \"Etcd\": {\n\"Endpoints\": [\"http://a:1\", \"https://b:1\"] }", 3, "mixes http and https")]
    [TestCase("\"Mode\": \"Etcd\", \"Etcd\": { \"Endpoints\": [\"http://a:1\"],\n\"Prefix\": \"fleet\" }", 3, "must begin and end with '/'")]
    [TestCase("\"Mode\": \"Etcd\", \"Etcd\": { \"Endpoints\": [\"https://a:1\"],\n\"CaFile\": \"/nowhere/ca.pem\" }", 3, "there is no file /nowhere/ca.pem")]
    [TestCase("\"Mode\": \"Etcd\", \"Etcd\": { \"Endpoints\": [\"https://a:1\"],\n\"CertificateFile\": \"/etc/hostname\" }", 3, "CertificateFile needs KeyFile")]
    [TestCase("\"Mode\": \"Etcd\", \"Etcd\": { \"Endpoints\": [\"http://a:1\"],\n\"CaFile\": \"/etc/hostname\" }", 2, "are http, and certificates are configured")]
    [TestCase("\"Mode\": \"Etcd\", \"Etcd\": { \"Endpoints\": [\"http://a:1\"],\n\"User\": \"u\" }", 3, "User needs PasswordFile")]
    [TestCase("\"Mode\": \"Etcd\", \"Etcd\": { \"Endpoints\": [\"http://a:1\"], \"User\": \"u\",\n\"PasswordFile\": \"/etc/hostname\" }", 3, "chmod o= /etc/hostname")]
    [TestCase("\"Mode\": \"Etcd\", \"Etcd\": { \"Endpoints\": [\"http://a:1\"],\n\"CallBound\": \"0s\" }", 3, "must be more than zero")]
    public void Run_WrongCoordination_NamesLineAndRemedy(string section, int? line, string message)
    {
        IReadOnlyList<ConfigurationProblem> problems = ConfigurationCheck.Run(Encoding.UTF8.GetBytes($"{{ \"Coordination\": {{\n{section} }} }}"));

        Assert.That(problems, Has.Some.Matches<ConfigurationProblem>(p => p.Line == line && p.Message.Contains(message, StringComparison.Ordinal)),
            () => string.Join('\n', problems));
    }

    [Test]
    public void Run_EverySettingOfEtcd_IsWelcomeAndReachesTheOptions()
    {
        // Such a file is its owner's alone.
        string secret = Path.GetTempFileName();
        string json = $$"""
            { "Coordination": { "Mode": "etcd", "LeaseSeconds": 20, "MaxMigrations": 5, "MaxMigrationsFromNode": 2, "MaxMigrationsToNode": 1,
                "NodeName": "n1", "NodeUri": "qemu+tls://n1/system",
                "Etcd": { "Endpoints": ["https://a:2379", "https://b:2379"], "Prefix": "/fleet/", "CallBound": "1s", "User": "u", "PasswordFile": "{{secret}}",
                    "CaFile": "/etc/hostname", "CertificateFile": "/etc/hostname", "KeyFile": "{{secret}}" } } }
            """;
        Assert.That(ConfigurationCheck.Run(Encoding.UTF8.GetBytes(json)), Is.Empty);
        using ServiceProvider provider = Services(json);
        CoordinationOptions options = provider.GetRequiredService<IOptions<CoordinationOptions>>().Value;
        Assert.Multiple(() =>
        {
            Assert.That(options.Mode, Is.EqualTo(CoordinationMode.Etcd));
            Assert.That((options.LeaseSeconds, options.MaxMigrations, options.MaxMigrationsFromNode, options.MaxMigrationsToNode), Is.EqualTo((20, 5, 2, 1)));
            Assert.That(options.Etcd.Endpoints, Is.EqualTo(new[] { "https://a:2379", "https://b:2379" }));
            Assert.That((options.Etcd.Prefix, options.Etcd.CallBound, options.Etcd.User), Is.EqualTo(("/fleet/", TimeSpan.FromSeconds(1), "u")));
            Assert.That(provider.GetRequiredService<IGuestLockStore>(), Is.Not.InstanceOf<SqliteGuestLockStore>());
            Assert.That(provider.GetRequiredService<IMembership>().State.Mode, Is.EqualTo(CoordinationMode.Etcd));
        });
        File.Delete(secret);
    }

    [Test]
    public void Services_NothingConfigured_AreLocal()
    {
        using ServiceProvider provider = Services("{}");
        Assert.Multiple(() =>
        {
            Assert.That(provider.GetRequiredService<IGuestLockStore>(), Is.InstanceOf<SqliteGuestLockStore>());
            Assert.That(provider.GetRequiredService<IReservationBook>(), Is.InstanceOf<SqliteReservationBook>());
            Assert.That(provider.GetRequiredService<ICordonBook>(), Is.InstanceOf<SqliteCordonBook>());
            Assert.That(provider.GetRequiredService<IMembership>().IsLeader, Is.True);
        });
    }

    private static ServiceProvider Services(string json)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(ConfigurationLoader.Check(Encoding.UTF8.GetBytes(json)).Values).Build();
        ServiceCollection services = new();
        services.AddShadowMig(configuration, TimeProvider.System, LogLevel.None).AddShadowMigService(configuration, null);
        return services.BuildServiceProvider();
    }
}
