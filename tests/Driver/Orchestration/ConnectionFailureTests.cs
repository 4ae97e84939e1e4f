using ShadowMig.Driver.Orchestration;

namespace ShadowMig.Driver.Tests.Orchestration;

/// <summary>What an operator is told to do about a node that ssh does not open.</summary>
[TestFixture]
public sealed class ConnectionFailureTests
{
    private const string Node = "qemu+ssh://root@node2/system";
    private const string Changed = """
        Cannot recv data: @@@@
        @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
        The fingerprint for the ED25519 key sent by the remote host is
        SHA256:abc.
        Host key verification failed.: Connection reset by peer
        """;

    [TestCase(Changed, "another ssh key (SHA256:abc) than", "ssh-keygen -R node2")]
    [TestCase("Cannot recv data: Host key verification failed.: Connection reset by peer", "is not known here", "known_hosts")]
    [TestCase("Cannot recv data: root@node2: Permission denied (publickey).", "(publickey)", "keyfile=")]
    public void Describe_SshTurnsDown_SaysWhyAndWhatToDo(string message, string why, string what)
    {
        string told = ConnectionFailure.Describe(Node, message);

        Assert.That(told, Does.Contain(why).And.Contain(what));
        Assert.That(told, Does.Not.Contain("\n"));
    }

    [TestCase(Node, "End of file while reading data: sh: 1: nc: not found")]
    [TestCase("qemu:///system", "Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied")]
    public void Describe_AnythingElse_IsWhatLibvirtSays(string uri, string message) =>
        Assert.That(ConnectionFailure.Describe(uri, message), Is.EqualTo(message));
}
