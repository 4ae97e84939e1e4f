using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>Whose client certificates are taken, and what each may do.</summary>
internal sealed class ClientCertificates(IOptions<ApiOptions> options, ApiCertificates certificates, TimeProvider time)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Why a certificate is refused; null when it is taken.</summary>
    /// <param name="authorities">Whose certificates are taken.</param>
    /// <param name="certificate">What the client showed; null for nothing.</param>
    /// <param name="intermediates">What else it sent.</param>
    public string? Objection(X509Certificate2Collection authorities, X509Certificate2? certificate, X509Certificate2Collection intermediates)
    {
        if (certificate is null)
            return "no certificate";
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        if (!chain.Build(certificate))
            return string.Join(", ", chain.ChainStatus.Select(s => s.Status).Distinct());
        return Role(certificate) is null ? "the name has no role in Api:Roles" : null;
    }

    /// <summary>The caller behind a connection whose certificate was taken; without a role once it has expired, or its authority was replaced.</summary>
    public ApiCaller Caller(HttpContext context)
    {
        (X509Certificate2? certificate, string address) = (context.Connection.ClientCertificate, $"{context.Connection.RemoteIpAddress}");
        if (certificate is null)
            return new("nobody", address, null);
        bool isTaken = time.GetUtcNow() <= certificate.NotAfter;
        ApiTrust trust = certificates.Current;
        if (context.Features.Get<ApiTrust>() != trust)
        {
            // The next request makes a new connection, by the files of now.
            context.Connection.RequestClose();
            isTaken = isTaken && Objection(trust.Authorities, certificate, []) is null;
        }

        return new($"cn {Name(certificate)}", address, isTaken ? Role(certificate) : null);
    }

    /// <summary>The name that roles are given to.</summary>
    public static string Name(X509Certificate2 certificate) => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    private ApiRole? Role(X509Certificate2 certificate) => options.Value.Roles.GetValueOrDefault(Name(certificate)) switch
    {
        "operator" => ApiRole.Operator,
        "viewer" => ApiRole.Viewer,
        "peer" => ApiRole.Peer,
        _ => null,
    };
}
