using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster;

/// <summary>What the options of etcd must fulfil together. Each message begins with the key to look at.</summary>
internal static class EtcdOptionsRules
{
    /// <summary>What is wrong, each with what to do.</summary>
    public static IEnumerable<string> Errors(EtcdOptions options)
    {
        if (options.Endpoints.Count == 0)
            yield return "Etcd:Endpoints is missing: name at least one member, for example [\"https://etcd1:2379\"]";
        foreach (string error in options.Endpoints.SelectMany(AddressErrors).Concat(FileErrors(options)).Concat(SecretErrors(options)))
            yield return error;
        if (!options.Prefix.StartsWith('/') || !options.Prefix.EndsWith('/'))
            yield return "Etcd:Prefix must begin and end with '/', for example \"/shadowmig/\"";
        bool[] secure = [.. options.Endpoints.Select(IsSecure).Distinct()];
        if (secure.Length > 1)
            yield return "Etcd:Endpoints mixes http and https: use one of them for all members";
        if (secure is [false] && (options.CaFile ?? options.CertificateFile ?? options.KeyFile) is not null)
            yield return "Etcd:Endpoints are http, and certificates are configured: write https, or leave CaFile, CertificateFile and KeyFile out";
        if (options.CertificateFile is null != options.KeyFile is null)
            yield return $"Etcd:{(options.KeyFile is null ? "CertificateFile needs KeyFile" : "KeyFile needs CertificateFile")} beside it";
        if (options.User is null != options.PasswordFile is null)
            yield return $"Etcd:{(options.PasswordFile is null ? "User needs PasswordFile" : "PasswordFile needs User")} beside it";
    }

    private static IEnumerable<string> AddressErrors(string endpoint)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/")
            yield return $"Etcd:Endpoints: '{endpoint}' is no address of a member; write for example \"https://etcd1:2379\"";
    }

    private static IEnumerable<string> FileErrors(EtcdOptions options) =>
        from file in ((string Key, string? Path)[])[
            ("CaFile", options.CaFile), ("CertificateFile", options.CertificateFile), ("KeyFile", options.KeyFile), ("PasswordFile", options.PasswordFile)]
        where file.Path is not null && !File.Exists(file.Path)
        select $"Etcd:{file.Key}: there is no file {file.Path}";

    private static IEnumerable<string> SecretErrors(EtcdOptions options) =>
        from file in ((string Key, string? Path)[])[("KeyFile", options.KeyFile), ("PasswordFile", options.PasswordFile)]
        let objection = SecretFile.Objection(file.Path)
        where objection is not null
        select $"Etcd:{file.Key}: {objection}";

    private static bool IsSecure(string endpoint) => endpoint.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
}
