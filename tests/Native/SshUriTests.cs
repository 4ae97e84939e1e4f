namespace ShadowMig.Native.Tests;

/// <summary>Which URIs keep ssh from asking at the terminal.</summary>
public sealed class SshUriTests
{
    [TestCase("qemu+ssh://node2/system", "qemu+ssh://node2/system?no_tty=1")]
    [TestCase("QEMU+SSH://node2/system", "QEMU+SSH://node2/system?no_tty=1")]
    [TestCase("qemu+ssh://root@node2:2222/system?keyfile=/k", "qemu+ssh://root@node2:2222/system?keyfile=/k&no_tty=1")]
    [TestCase("qemu+ssh://node2/system?keyfile=/k#x", "qemu+ssh://node2/system?keyfile=/k&no_tty=1#x")]
    public void AskingNobody_Ssh_SaysSo(string uri, string expected) => Assert.That(SshUri.AskingNobody(uri), Is.EqualTo(expected));

    [TestCase("qemu+ssh://node2/system?no_tty=0")]
    [TestCase("qemu+ssh://node2/system?keyfile=/k&No_Tty=1")]
    [TestCase("qemu+libssh2://node2/system")]
    [TestCase("qemu+tls://node2/system?pkipath=a+ssh://b")]
    [TestCase("qemu:///system")]
    [TestCase("node2")]
    public void AskingNobody_Others_AreLeftAsTheyAre(string uri) => Assert.That(SshUri.AskingNobody(uri), Is.EqualTo(uri));
}
