using Etcdserverpb;
using Grpc.Net.Client;
using ShadowMig.Driver.Cluster;

namespace ShadowMig.Driver.Tests.Cluster.Etcd;

/// <summary>Certificates and passwords, with an etcd that asks for them.</summary>
[TestFixture]
[CancelAfter(60_000)]
public sealed class EtcdAccessTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(EtcdPeer.LeaseSeconds);

    [Test]
    public async Task Call_EtcdAsksForCertificates_WorksWithThemOnly()
    {
        using TestCertificates files = new();
        using EtcdServer server = EtcdServer.Start(
            "https", "--cert-file", files.Certificate("server"), "--key-file", files.Key("server"), "--client-cert-auth", "--trusted-ca-file", files.Authority);
        using EtcdPeer peer = Peer(server, o => (o.CaFile, o.CertificateFile, o.KeyFile) = (files.Authority, files.Certificate("client"), files.Key("client")));
        await UntilAnswersAsync(peer);
        Assert.That((await peer.Locks.TryTakeAsync(Claims.Of(), Lease, default)).Grant, Is.Not.Null);

        using EtcdPeer anonymous = Peer(server, o => o.CaFile = files.Authority);
        using EtcdPeer distrustful = Peer(server, o => (o.CertificateFile, o.KeyFile) = (files.Certificate("client"), files.Key("client")));
        using EtcdPeer broken = Peer(server, o => o.CaFile = files.Key("client"));
        foreach (EtcdPeer refused in new[] { anonymous, distrustful, broken })
            Assert.That(() => refused.Directory.ReadAsync(default), Throws.TypeOf<CoordinationUnavailableException>());
    }

    [Test]
    public async Task Call_EtcdAsksForAPassword_WorksWithItAlsoAfterEtcdForgotItsTokens()
    {
        using EtcdServer server = EtcdServer.Start();
        using EtcdPeer open = Peer(server);
        await UntilAnswersAsync(open);
        await RequirePasswordAsync(server.Address);
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "secret\n");
        using EtcdPeer peer = Peer(server, o => (o.User, o.PasswordFile) = ("root", file));
        Assert.That((await peer.Locks.TryTakeAsync(Claims.Of(), TimeSpan.FromMinutes(1), default)).Grant, Is.Not.Null);

        server.Kill();
        server.Run();
        await UntilAnswersAsync(peer);
        Assert.That(await peer.Locks.StandingAsync(default), Has.Count.EqualTo(1));

        await File.WriteAllTextAsync(file, "wrong\n");
        using EtcdPeer wrong = Peer(server, o => (o.User, o.PasswordFile) = ("root", file));
        Assert.That(() => wrong.Directory.ReadAsync(default), Throws.TypeOf<CoordinationUnavailableException>().With.Message.Contains("password"));
        Assert.That(() => open.Directory.ReadAsync(default), Throws.TypeOf<CoordinationUnavailableException>().With.Message.Contains("user name is empty"));
        File.Delete(file);
        using EtcdPeer without = Peer(server, o => (o.User, o.PasswordFile) = ("root", file));
        Assert.That(() => without.Directory.ReadAsync(default), Throws.TypeOf<CoordinationUnavailableException>().With.Message.Contains(file));
    }

    private static async Task RequirePasswordAsync(string address)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(address);
        Auth.AuthClient users = new(channel);
        await users.UserAddAsync(new() { Name = "root", Password = "secret" });
        await users.RoleAddAsync(new() { Name = "root" });
        await users.UserGrantRoleAsync(new() { User = "root", Role = "root" });
        await users.AuthEnableAsync(new());
    }

    private static async Task UntilAnswersAsync(EtcdPeer peer)
    {
        for (int attempt = 0; attempt < 200 && !await EtcdFixture.AnswersAsync(peer); attempt++)
            await Task.Delay(100);
        await peer.Directory.ReadAsync(default);
    }

    private static EtcdPeer Peer(EtcdServer server, Action<EtcdOptions>? configure = null)
    {
        CoordinationOptions options = EtcdPeer.Configure("/access/", server.Address);
        configure?.Invoke(options.Etcd);
        return new(options);
    }
}
