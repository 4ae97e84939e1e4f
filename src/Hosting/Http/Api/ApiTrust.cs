using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>What connections are made and judged by, from one reading of the files.</summary>
/// <param name="Server">The server's certificate with its chain.</param>
/// <param name="Authorities">The authorities of clients.</param>
/// <param name="EndsAt">When the first certificate of the server's file ends.</param>
internal sealed record ApiTrust(SslStreamCertificateContext Server, X509Certificate2Collection Authorities, DateTimeOffset EndsAt);
