using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>The certificate, the key and the authorities of <c>Api:Address</c>, read again when their files change; what cannot be used changes nothing.</summary>
internal sealed partial class ApiCertificates(IOptions<ApiOptions> options, ReloadStatus status, ILogger<ApiCertificates> logger)
{
    private readonly Lock _lock = new();
    private (string Certificate, string Key, string Authorities)? _read;
    private ApiTrust? _trust;
    private string? _problem;

    /// <summary>What holds now, after a look at the files.</summary>
    /// <exception cref="UsageException">They cannot be used, and never could.</exception>
    public ApiTrust Current
    {
        get
        {
            lock (_lock)
            {
                Look();
                return _trust ?? throw new UsageException($"Api:CertificateFile, Api:KeyFile or Api:ClientCaFile cannot be used: {_problem}");
            }
        }
    }

    /// <summary>The file of the server's certificate, and when the first certificate in it ends; null where the API has no address.</summary>
    public (string File, DateTimeOffset EndsAt)? Expiry
    {
        get
        {
            Refresh();
            return _trust is { } trust ? (options.Value.CertificateFile!, trust.EndsAt) : null;
        }
    }

    /// <summary>Looks at the files.</summary>
    /// <returns>Whether what they hold is in force.</returns>
    public bool Refresh()
    {
        if (options.Value.Address is null)
            return true;
        lock (_lock)
        {
            Look();
            return _problem is null;
        }
    }

    private void Look()
    {
        string? problem = null;
        try
        {
            // Contents, not times: a link may be turned to another folder.
            (string, string, string) files = (
                File.ReadAllText(options.Value.CertificateFile!), File.ReadAllText(options.Value.KeyFile!), File.ReadAllText(options.Value.ClientCaFile!));
            if (files != _read)
            {
                _trust = Make(files);
                if (_read is not null)
                    LogReplaced(_trust.EndsAt);
                _read = files;
            }
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException or FormatException)
        {
            problem = e.Message;
            if (problem != _problem && _trust is not null)
                LogRefused(problem);
        }

        _problem = problem;
        status.CertificatesSucceeded = problem is null;
    }

    private ApiTrust Make((string Certificate, string Key, string Authorities) files)
    {
        if (SecretFile.Objection(options.Value.KeyFile) is { } objection)
            throw new FormatException(objection);
        X509Certificate2Collection chain = Certificates(files.Certificate, options.Value.CertificateFile!);
        X509Certificate2Collection authorities = Certificates(files.Authorities, options.Value.ClientCaFile!);
        X509Certificate2 own = X509Certificate2.CreateFromPem(files.Certificate, files.Key);
        return new(SslStreamCertificateContext.Create(own, chain, offline: true), authorities, chain.Min(c => (DateTimeOffset)c.NotAfter));
    }

    private static X509Certificate2Collection Certificates(string pem, string file)
    {
        X509Certificate2Collection certificates = [];
        certificates.ImportFromPem(pem);
        return certificates.Count > 0 ? certificates : throw new FormatException($"{file} holds no certificate");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "API: new certificates are in force; the server's is valid until {EndsAt:yyyy-MM-dd HH:mm}")]
    private partial void LogReplaced(DateTimeOffset endsAt);

    [LoggerMessage(Level = LogLevel.Error, Message = "API: the certificates were changed and cannot be used, the old ones stay in force: {Problem}")]
    private partial void LogRefused(string problem);
}
