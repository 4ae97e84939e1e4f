using Microsoft.Extensions.Options;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration.Certificates;

namespace ShadowMig.Driver.Orchestration.Checks;

/// <summary>This node has the certificates that an encrypted migration needs, and they are good.</summary>
/// <remarks>
/// QEMU encrypts the guest's memory with its own; libvirt reaches a qemu+tls destination with others. The destination's own are only
/// seen by its own doctor; without a guest, those that this node would show as a destination are looked at too.
/// </remarks>
public sealed class CertificatesCheck(CertificateFolders folders, IOptionsMonitor<MigrationOptions> migration, TimeProvider time) : INodeCheck
{
    private const string HowTo = "make certificates (https://libvirt.org/kbase/tlscerts.html)";

    /// <inheritdoc/>
    public string Name => "certificates";

    /// <inheritdoc/>
    public PreflightSide Side => PreflightSide.Source;

    /// <inheritdoc/>
    public bool CanRun(PreflightContext context) => true;

    /// <inheritdoc/>
    public Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        bool memory = context.Limits.Tls ?? migration.CurrentValue.Tls;
        bool connection = context.DestinationUri.StartsWith("qemu+tls:", StringComparison.OrdinalIgnoreCase);
        return Task.FromResult((memory, connection) switch
        {
            (false, false) => CheckFinding.Pass("nothing is encrypted"),
            _ when !LibvirtUri.IsLocal(context.Source.Uri) => CheckFinding.Skip("the source's certificates can only be seen on the source itself"),
            _ => CheckFinding.Gravest(
                [.. memory ? OfMigration(asDestinationToo: context.Domain is null, context.SourceRecord?.HostName) : [], .. connection ? OfConnection(context.DestinationUri) : []],
                "there, signed, and valid for 30 days and more"),
        });
    }

    private IEnumerable<CheckFinding> OfMigration(bool asDestinationToo, string? hostName)
    {
        if (folders.Migration is not { } folder)
            return [CheckFinding.Skip("qemu.conf, which may name the folder of the certificates, may not be read by this user")];
        CertificateFile authority = folders.Read($"{folder}/ca-cert.pem");
        if (Authority(authority, "encrypted migrations need it: " + HowTo + ", or send memory in the clear with --no-tls") is { } broken)
            return [broken];
        IEnumerable<CheckFinding> findings =
        [
            .. DatesOf(authority),
            .. Own($"{folder}/client-cert.pem", $"{folder}/client-key.pem", authority, CheckFinding.Warn(
                $"{folder}/client-cert.pem is missing: destinations ask for it unless migrate_tls_x509_verify is 0 there; {HowTo}")),
        ];
        return asDestinationToo
            ? [.. findings, .. Own($"{folder}/server-cert.pem", $"{folder}/server-key.pem", authority, CheckFinding.Warn(
                $"{folder}/server-cert.pem is missing: no guest can come here encrypted; {HowTo}")), .. NameOf($"{folder}/server-cert.pem", hostName)]
            : findings;
    }

    // Without a certificate of its own a client does as long as the destination asks for none; but all that is in a folder named in the URI must be there.
    private IEnumerable<CheckFinding> OfConnection(string uri)
    {
        string? named = LibvirtUri.Parameters(uri).FirstOrDefault(p => p.Name.Equals("pkipath", StringComparison.OrdinalIgnoreCase)).Value;
        (string authorityPath, string path, string key) = named is null
            ? ("/etc/pki/CA/cacert.pem", "/etc/pki/libvirt/clientcert.pem", "/etc/pki/libvirt/private/clientkey.pem")
            : ($"{named}/cacert.pem", $"{named}/clientcert.pem", $"{named}/clientkey.pem");
        CertificateFile authority = folders.Read(authorityPath);
        CheckFinding missing = named is null ? CheckFinding.Pass("none") : CheckFinding.Fail(ReasonCodes.Certificate, $"{path} is missing; {HowTo}, or leave pkipath out");
        return Authority(authority, "libvirt needs it to reach a qemu+tls destination: " + HowTo) is { } broken
            ? [broken]
            : [.. DatesOf(authority), .. Own(path, key, authority, missing)];
    }

    private static CheckFinding? Authority(CertificateFile file, string need) => file.State switch
    {
        CertificateFileState.Missing => CheckFinding.Fail(ReasonCodes.Certificate, $"{file.Path} is missing; {need}"),
        _ => Unread(file),
    };

    private CheckFinding[] Own(string path, string key, CertificateFile authority, CheckFinding missing)
    {
        CertificateFile file = folders.Read(path);
        if (file.State == CertificateFileState.Missing)
            return [missing];
        if (Unread(file) is { } broken)
            return [broken];
        CheckFinding[] findings = [.. CertificateJudge.Judge(file, authority, time.GetUtcNow())];
        return folders.IsMissing(key) ? [.. findings, CheckFinding.Fail(ReasonCodes.Certificate, $"{key}, the key of {path}, is missing; {HowTo}")] : findings;
    }

    private IEnumerable<CheckFinding> DatesOf(CertificateFile file) =>
        file.Certificates.Select(c => CertificateJudge.Dates(file.Path, c, time.GetUtcNow())).OfType<CheckFinding>();

    private IEnumerable<CheckFinding> NameOf(string path, string? hostName)
    {
        CertificateFile file = folders.Read(path);
        if (hostName is not null && file.State == CertificateFileState.Read && !file.Certificates[0].MatchesHostname(hostName))
            yield return CheckFinding.Warn($"{path} is not made out to {hostName}, the name that sources know this node by unless migration_host is set in qemu.conf");
    }

    private static CheckFinding? Unread(CertificateFile file) => file.State switch
    {
        CertificateFileState.Forbidden => CheckFinding.Skip($"{file.Path} may not be read by this user"),
        CertificateFileState.Malformed => CheckFinding.Fail(ReasonCodes.Certificate, $"{file.Path} holds no certificate in PEM; {HowTo}"),
        _ => null,
    };
}
