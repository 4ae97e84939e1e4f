using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace ShadowMig.Driver.Orchestration.Certificates;

/// <summary>This node's certificates, where libvirt and QEMU look for them (https://libvirt.org/kbase/tlscerts.html, qemu.conf).</summary>
/// <param name="root">Folder that stands for the root of the file system.</param>
public sealed partial class CertificateFolders(string root)
{
    private const string QemuConfiguration = "/etc/libvirt/qemu.conf";
    private const string OfMigrations = "/etc/pki/libvirt-migrate";
    private const string OfQemu = "/etc/pki/qemu";

    /// <summary>Reads this machine's own.</summary>
    public CertificateFolders()
        : this("/")
    {
    }

    /// <summary>Folder of the certificates that encrypt a guest's memory.</summary>
    public string Migration => QemuSetting("migrate_tls_x509_cert_dir")
        ?? (Directory.Exists(Real(OfMigrations)) ? OfMigrations : QemuSetting("default_tls_x509_cert_dir") ?? OfQemu);

    /// <summary>Reads a file of certificates.</summary>
    public CertificateFile Read(string path)
    {
        X509Certificate2Collection certificates = [];
        try
        {
            certificates.ImportFromPem(File.ReadAllText(Real(path)));
            return new(path, certificates, certificates.Count > 0 ? CertificateFileState.Read : CertificateFileState.Malformed);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(path, certificates, CertificateFileState.Missing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(path, certificates, CertificateFileState.Forbidden);
        }
        catch (CryptographicException)
        {
            return new(path, certificates, CertificateFileState.Malformed);
        }
    }

    /// <summary>Whether a key is there; false also when its folder may not be looked into.</summary>
    public bool HasKey(string path) => File.Exists(Real(path));

    private string? QemuSetting(string name)
    {
        try
        {
            return File.ReadLines(Real(QemuConfiguration))
                .Select(line => SettingLine().Match(line))
                .LastOrDefault(match => match.Success && match.Groups["name"].Value == name)?.Groups["value"].Value;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string Real(string path) => Path.Combine(root, path.TrimStart('/'));

    [GeneratedRegex("""^\s*(?<name>\w+)\s*=\s*"(?<value>[^"]+)"\s*(#.*)?$""")]
    private static partial Regex SettingLine();
}
