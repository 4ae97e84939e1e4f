using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Orchestration.Certificates;

/// <summary>Says what is wrong with a certificate: libvirt and QEMU refuse to use one that is out of its time or not signed by the authority beside it.</summary>
public static class CertificateJudge
{
    /// <summary>From here on before its end a certificate is warned about.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    /// <summary>What is wrong with its dates; null when nothing is.</summary>
    /// <param name="where">The file or node that it is of, for people.</param>
    /// <param name="certificate">The certificate.</param>
    /// <param name="now">The time.</param>
    public static CheckFinding? Dates(string where, X509Certificate2 certificate, DateTimeOffset now)
    {
        (DateTimeOffset from, DateTimeOffset until) = (certificate.NotBefore, certificate.NotAfter);
        if (until <= now)
            return CheckFinding.Fail(ReasonCodes.Certificate, $"{where} expired on {Day(until)}; renew it");
        if (from > now)
            return CheckFinding.Fail(ReasonCodes.Certificate, $"{where} is not valid before {Day(from)}; check the clock, or make it again");
        return until - now < Notice ? CheckFinding.Warn(string.Create(
            CultureInfo.InvariantCulture, $"{where} expires on {Day(until)}, in {Math.Floor((until - now).TotalDays):0} days; renew it")) : null;
    }

    /// <summary>What is wrong with a certificate of this node.</summary>
    /// <param name="file">The file, read; the first certificate is judged, the others may be between it and the authority.</param>
    /// <param name="authority">The file of the authority, read.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<CheckFinding> Judge(CertificateFile file, CertificateFile authority, DateTimeOffset now)
    {
        if (Dates(file.Path, file.Certificates[0], now) is { } finding)
            yield return finding;
        if (!IsSigned(file.Certificates, authority.Certificates))
            yield return CheckFinding.Fail(ReasonCodes.Certificate, $"{file.Path} is not signed by {authority.Path}; have it signed by that authority");
    }

    private static bool IsSigned(X509Certificate2Collection certificates, X509Certificate2Collection authorities)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(certificates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // Dates are judged on their own, each with its own advice.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(certificates[0]);
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
