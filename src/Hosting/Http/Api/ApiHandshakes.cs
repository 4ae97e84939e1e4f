using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>Makes each TLS handshake by the certificates of its time.</summary>
internal sealed class ApiHandshakes(ApiCertificates certificates, ClientCertificates clients, RefusedHandshakes refused)
{
    /// <summary>Says how the handshake of a connection is made, and which client's certificate is taken.</summary>
    public void Prepare(ConnectionContext connection, SslServerAuthenticationOptions tls)
    {
        ApiTrust trust = certificates.Current;
        connection.Features.Set(trust);
        tls.ServerCertificateContext = trust.Server;
        tls.ClientCertificateRequired = true;
        // A resumed session would bring a certificate that was taken by other files.
        tls.AllowTlsResume = false;
        tls.RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
        {
            X509Certificate2? shown = certificate as X509Certificate2;
            if (clients.Objection(trust.Authorities, shown, chain?.ChainPolicy.ExtraStore ?? []) is { } objection)
            {
                string who = shown is null ? "nobody" : $"subject {shown.Subject}";
                refused.Record(HandshakeGuard.Address(connection.RemoteEndPoint), who, connection.RemoteEndPoint, ApiAnswer.Denied(objection));
                return false;
            }

            if (connection.Features.Get<HandshakeState>() is { } state)
                state.IsTaken = true;
            return true;
        };
    }
}
