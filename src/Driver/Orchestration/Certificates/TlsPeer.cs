using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ShadowMig.Driver.Orchestration.Certificates;

/// <summary>Shakes hands with a server and leaves again.</summary>
internal sealed class TlsPeer(TimeProvider time) : ITlsPeer
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<X509Certificate2> CertificateAsync(string host, int port, CancellationToken cancellationToken)
    {
        X509Certificate2? shown = null;
        using var bound = new CancellationTokenSource(Bound, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(host, port, either.Token);
            // Seen, and turned down: whom to trust is libvirt's business, and nothing is to be sent.
            await using SslStream stream = new(client.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) =>
            {
                shown = certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
                return false;
            });
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, either.Token);
        }
        catch (AuthenticationException) when (shown is not null)
        {
            return shown;
        }
        catch (SocketException e)
        {
            throw new IOException($"{host} cannot be reached at port {port}: {e.Message}", e);
        }
        catch (AuthenticationException e)
        {
            throw new IOException($"{host} does not speak TLS at port {port}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{host} does not answer at port {port} within {Bound.TotalSeconds:0} s", e);
        }

        throw new IOException($"{host} shows no certificate at port {port}");
    }
}
