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

    /// <summary>Folder of the certificates that encrypt a guest's memory; null when this user may not read qemu.conf, which can name another.</summary>
    public string? Migration
    {
        get
        {
            if (QemuSettings() is not { } settings)
                return null;
            return settings.GetValueOrDefault("migrate_tls_x509_cert_dir")
                ?? (Directory.Exists(Real(OfMigrations)) ? OfMigrations : settings.GetValueOrDefault("default_tls_x509_cert_dir") ?? OfQemu);
        }
    }

    /// <summary>Every file that libvirt or QEMU may take certificates from, there or not: for migrations, then for connections.</summary>
    public IEnumerable<string> Files =>
    [
        .. Migration is { } folder ? (string[])[$"{folder}/ca-cert.pem", $"{folder}/client-cert.pem", $"{folder}/server-cert.pem"] : [],
        "/etc/pki/CA/cacert.pem", "/etc/pki/libvirt/clientcert.pem", "/etc/pki/libvirt/servercert.pem",
    ];

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

    /// <summary>Whether there is no such file; one that this user may not look at is taken to be there.</summary>
    public bool IsMissing(string path)
    {
        try
        {
            File.OpenRead(Real(path)).Dispose();
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private Dictionary<string, string>? QemuSettings()
    {
        if (IsMissing(QemuConfiguration))
            return [];
        try
        {
            return File.ReadLines(Real(QemuConfiguration))
                .Select(line => SettingLine().Match(line))
                .Where(match => match.Success)
                .GroupBy(match => match.Groups["name"].Value)
                .ToDictionary(settings => settings.Key, settings => settings.Last().Groups["value"].Value);
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
