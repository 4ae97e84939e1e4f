using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ShadowMig.Driver.Tests.Cluster.Etcd;

/// <summary>An authority, and certificates for one etcd and one client, as PEM files in a temporary folder.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);
    private static readonly DateTimeOffset To = From.AddDays(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("shadowmig-tls-").FullName;

    public TestCertificates()
    {
        using ECDsa key = ECDsa.Create();
        CertificateRequest request = new("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 authority = request.CreateSelfSigned(From, To);
        File.WriteAllText(Authority, authority.ExportCertificatePem());
        Issue(authority, "server");
        Issue(authority, "client");
    }

    public string Authority => Path.Combine(_folder, "authority.pem");

    public string Certificate(string name) => Path.Combine(_folder, $"{name}.pem");

    public string Key(string name) => Path.Combine(_folder, $"{name}.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Issue(X509Certificate2 authority, string name)
    {
        using ECDsa key = ECDsa.Create();
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], false));
        using X509Certificate2 issued = request.Create(authority, From, To.AddDays(-1), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(Certificate(name), issued.ExportCertificatePem());
        File.WriteAllText(Key(name), key.ExportPkcs8PrivateKeyPem());
    }
}
