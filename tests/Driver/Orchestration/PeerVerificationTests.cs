using ShadowMig.Driver.Orchestration;

namespace ShadowMig.Driver.Tests.Orchestration;

/// <summary>What libvirt takes for 'do not check the other end', however it is written.</summary>
[TestFixture]
public sealed class PeerVerificationTests
{
    [TestCase("qemu+tls://b/system?no_verify=1")]
    [TestCase("qemu+tls://b/system?No_Verify=1")]
    [TestCase("qemu+tls://b/system?no%5Fverify=%31")]
    [TestCase("qemu+tls://b/system?pkipath=/x&no_verify=2")]
    [TestCase("qemu+tls://b/system?pkipath=/x;no_verify=1")]
    [TestCase("qemu+ssh://b/system?no_verify=1#there")]
    [TestCase("qemu+tls://b/system?no_verify")]
    [TestCase("qemu+libssh2://b/system?known_hosts_verify=Ignore")]
    public void Objection_CheckTurnedOff_SaysWhatToLeaveOut(string uri) =>
        Assert.That(PeerVerification.Objection(uri), Does.Contain("verify=").IgnoreCase.And.Contain("must be left out"));

    [TestCase("qemu:///system")]
    [TestCase("qemu+tls://b/system")]
    [TestCase("qemu+tls://no_verify=1/system")]
    [TestCase("qemu+tls://b/system?no_verify=0")]
    [TestCase("qemu+tls://b/system?pkipath=/no_verify=1")]
    [TestCase("qemu+tls://b/system#?no_verify=1")]
    [TestCase("qemu+libssh2://b/system?known_hosts_verify=normal")]
    [TestCase("not a URI")]
    [TestCase("")]
    public void Objection_CheckLeftOn_IsNone(string uri) => Assert.That(PeerVerification.Objection(uri), Is.Null);
}
