using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Orchestration.Certificates;

namespace ShadowMig.Driver.Tests.Orchestration;

/// <summary>Certificates of this node, where libvirt and QEMU look for them, and those that a server shows.</summary>
[TestFixture]
public sealed class CertificatesTests
{
    private const string Folder = "etc/pki/qemu";

    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private ScriptedPair _pair = null!;
    private TestAuthority _authority = null!;
    private string _root = null!;

    [SetUp]
    public void SetUp()
    {
        _root = Directory.CreateTempSubdirectory("shadowmig-pki-").FullName;
        _authority = new(Now);
        _pair = new() { Tls = true, Root = _root, Time = new FakeTimeProvider(Now) };
        Write($"{Folder}/ca-cert.pem", _authority.Pem);
        Issue(Folder, "client", days: 365);
        Issue(Folder, "server", days: 365);
    }

    [TearDown]
    public void TearDown()
    {
        _authority.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Test]
    public async Task Check_EverythingGood_Passes() => Assert.That((await CheckAsync()).Outcome, Is.EqualTo(CheckOutcome.Passed));

    [Test]
    public async Task Check_NothingEncrypted_LooksAtNothing()
    {
        Directory.Delete(Path.Combine(_root, "etc"), recursive: true);
        PreflightReport report = await _pair.CheckAsync(limits: MigrationLimits.Default with { Tls = false });
        Assert.That(report.Checks.Single(c => c.Name == "certificates").Outcome, Is.EqualTo(CheckOutcome.Passed));
    }

    [Test]
    public async Task Check_NoAuthority_IsRefusedWithBothRemedies()
    {
        File.Delete(Path.Combine(_root, Folder, "ca-cert.pem"));
        await RefusesAsync("/etc/pki/qemu/ca-cert.pem is missing", "--no-tls");
    }

    [Test]
    public async Task Check_NoClientCertificate_IsAWarning()
    {
        File.Delete(Path.Combine(_root, Folder, "client-cert.pem"));
        await FindsAsync(CheckOutcome.Warned, "migrate_tls_x509_verify");
    }

    [Test]
    public async Task Check_NoKey_IsRefused()
    {
        File.Delete(Path.Combine(_root, Folder, "client-key.pem"));
        await RefusesAsync("/etc/pki/qemu/client-key.pem");
    }

    [TestCase(-1, CheckOutcome.Failed, "expired on 2026-05-31")]
    [TestCase(29, CheckOutcome.Warned, "expires on 2026-06-30, in 29 days")]
    [TestCase(31, CheckOutcome.Passed, "")]
    public async Task Check_Expiry_IsRefusedOrWarnedAbout(int days, CheckOutcome outcome, string detail)
    {
        Issue(Folder, "client", days);
        await FindsAsync(outcome, detail);
    }

    [Test]
    public async Task Check_AuthorityExpires_IsWarnedAbout()
    {
        using TestAuthority old = new(Now, days: 10);
        Write($"{Folder}/ca-cert.pem", old.Pem);
        Issue(Folder, "client", days: 5, by: old);
        await FindsAsync(CheckOutcome.Warned, "/etc/pki/qemu/ca-cert.pem expires");
    }

    [Test]
    public async Task Check_SignedByAnother_IsRefused()
    {
        using TestAuthority other = new(Now);
        Issue(Folder, "client", days: 365, by: other);
        await RefusesAsync("is not signed by /etc/pki/qemu/ca-cert.pem");
    }

    [Test]
    public async Task Check_NoPem_IsRefused()
    {
        Write($"{Folder}/client-cert.pem", "nonsense");
        await RefusesAsync("holds no certificate in PEM");
    }

    [Test]
    public async Task Check_FolderOfMigrations_GoesBeforeQemus()
    {
        Directory.CreateDirectory(Path.Combine(_root, "etc/pki/libvirt-migrate"));
        await RefusesAsync("/etc/pki/libvirt-migrate/ca-cert.pem is missing");
    }

    [Test]
    public async Task Check_FolderNamedInQemuConf_GoesBeforeAll()
    {
        Write("etc/libvirt/qemu.conf", "#migrate_tls_x509_cert_dir = \"/wrong\"\nmigrate_tls_x509_cert_dir = \"/srv/pki\"\n");
        await RefusesAsync("/srv/pki/ca-cert.pem is missing");
    }

    [Test]
    public async Task Check_QemuConfMayNotBeRead_IsUnknown()
    {
        // A folder in its place is refused like a file of somebody else's, for root too.
        Directory.CreateDirectory(Path.Combine(_root, "etc/libvirt/qemu.conf"));
        await FindsAsync(CheckOutcome.Skipped, "may not be read by this user");
    }

    [Test]
    public async Task Check_KeyMayNotBeRead_IsTakenToBeThere()
    {
        File.Delete(Path.Combine(_root, Folder, "client-key.pem"));
        Directory.CreateDirectory(Path.Combine(_root, Folder, "client-key.pem"));
        await FindsAsync(CheckOutcome.Passed, "");
    }

    [Test]
    public async Task Check_RemoteSource_IsUnknown()
    {
        _pair.Source.Setup(c => c.Uri).Returns("qemu+tcp://a/system");
        await FindsAsync(CheckOutcome.Skipped, "on the source itself");
    }

    [Test]
    public async Task CheckNodes_ServerCertificateOfAnotherName_IsAWarning()
    {
        Issue(Folder, "server", days: 365, name: "elsewhere");
        PreflightCheck found = (await _pair.CheckNodesAsync(null)).Single(c => c.Name == "certificates");
        Assert.That(found.Outcome, Is.EqualTo(CheckOutcome.Warned), found.Detail);
        Assert.That(found.Detail, Does.Contain("is not made out to a,"));
    }

    [Test]
    public async Task CheckNodes_TlsDestinationWithoutItsAuthority_IsRefused()
    {
        _pair.Connector.Setup(c => c.Open("qemu+tls://b/system", false)).Returns(_pair.Destination.Object);
        PreflightCheck found = (await _pair.CheckNodesAsync("qemu+tls://b/system")).Single(c => c.Name == "certificates");
        Assert.That((found.Outcome, found.Reason?.Code), Is.EqualTo((CheckOutcome.Failed, ReasonCodes.Certificate)));
        Assert.That(found.Detail, Does.Contain("/etc/pki/CA/cacert.pem is missing"));
    }

    [Test]
    public async Task CheckNodes_FolderNamedInTheUri_StandsInForLibvirts()
    {
        const string Uri = "qemu+tls://b/system?pkipath=/srv/pki";
        _pair.Connector.Setup(c => c.Open(Uri, false)).Returns(_pair.Destination.Object);
        Write("srv/pki/cacert.pem", _authority.Pem);
        PreflightCheck missing = (await _pair.CheckNodesAsync(Uri)).Single(c => c.Name == "certificates");
        Assert.That((missing.Outcome, missing.Reason?.Code), Is.EqualTo((CheckOutcome.Failed, ReasonCodes.Certificate)));
        Assert.That(missing.Detail, Does.Contain("/srv/pki/clientcert.pem is missing").And.Contain("leave pkipath out"));

        using X509Certificate2 certificate = _authority.Issue("a", Now.AddDays(365));
        Write("srv/pki/clientcert.pem", certificate.ExportCertificatePem());
        Write("srv/pki/clientkey.pem", "the key itself is never read");
        PreflightCheck found = (await _pair.CheckNodesAsync(Uri)).Single(c => c.Name == "certificates");
        Assert.That(found.Outcome, Is.EqualTo(CheckOutcome.Passed), found.Detail);
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task TlsPeer_Server_ShowsItsCertificateThoughNobodyTrustsIt(CancellationToken cancellationToken)
    {
        using X509Certificate2 certificate = _authority.Issue("b", Now.AddDays(20));
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task server = ServeAsync(listener, certificate, cancellationToken);

        using X509Certificate2 shown = await new TlsPeer(TimeProvider.System).CertificateAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, cancellationToken);
        await server;

        Assert.That(shown.Thumbprint, Is.EqualTo(certificate.Thumbprint));
        Assert.That(CertificateJudge.Dates("b", shown, Now)?.Outcome, Is.EqualTo(CheckOutcome.Warned));
    }

    [Test]
    public void TlsPeer_NobodyListens_SaysSo()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Assert.That(
            () => new TlsPeer(TimeProvider.System).CertificateAsync("127.0.0.1", port, CancellationToken.None),
            Throws.TypeOf<IOException>().With.Message.Contains("cannot be reached"));
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(cancellationToken);
        await using SslStream stream = new(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken);
            _ = await stream.ReadAsync(new byte[1], cancellationToken);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            // The client has turned the certificate down.
        }
    }

    private async Task<PreflightCheck> CheckAsync() => (await _pair.CheckAsync()).Checks.Single(c => c.Name == "certificates");

    private async Task FindsAsync(CheckOutcome outcome, string detail)
    {
        PreflightCheck found = await CheckAsync();
        Assert.That(found.Outcome, Is.EqualTo(outcome), found.Detail);
        Assert.That(found.Detail, Does.Contain(detail));
    }

    private async Task RefusesAsync(params string[] details)
    {
        PreflightCheck found = await CheckAsync();
        Assert.That((found.Outcome, found.Reason?.Code), Is.EqualTo((CheckOutcome.Failed, ReasonCodes.Certificate)), found.Detail);
        foreach (string detail in details)
            Assert.That(found.Detail, Does.Contain(detail));
    }

    private void Issue(string folder, string role, int days, string name = "a", TestAuthority? by = null)
    {
        using X509Certificate2 certificate = (by ?? _authority).Issue(name, Now.AddDays(days));
        Write($"{folder}/{role}-cert.pem", certificate.ExportCertificatePem());
        Write($"{folder}/{role}-key.pem", "the key itself is never read");
    }

    private void Write(string path, string text)
    {
        string file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
