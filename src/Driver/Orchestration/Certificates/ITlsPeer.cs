using System.Security.Cryptography.X509Certificates;

namespace ShadowMig.Driver.Orchestration.Certificates;

/// <summary>Sees the certificates of servers.</summary>
public interface ITlsPeer
{
    /// <summary>The certificate that a server shows, whether it is to be trusted or not.</summary>
    /// <exception cref="IOException">It does not speak TLS, or cannot be reached; the message says which.</exception>
    Task<X509Certificate2> CertificateAsync(string host, int port, CancellationToken cancellationToken);
}
