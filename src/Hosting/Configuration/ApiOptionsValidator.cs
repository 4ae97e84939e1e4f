using Microsoft.Extensions.Options;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Configuration;

/// <summary>Refuses an API that would be open to others than it says.</summary>
internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        string[] errors = [.. SocketErrors(options), .. AddressErrors(options), .. FileErrors(options)];
        return errors.Length > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }

    // sockaddr_un has 108 bytes with the final zero.
    private static IEnumerable<string> SocketErrors(ApiOptions options)
    {
        if (options.Socket is { } socket && (!Path.IsPathRooted(socket) || System.Text.Encoding.UTF8.GetByteCount(socket) > 107))
            yield return $"Socket: '{socket}' must be an absolute path of at most 107 bytes, for example /run/shadowmig/api.sock";
        if (options.Group is { } group && UnixGroups.Find(group) is null)
            yield return $"Group: this machine has no group '{group}': run 'groupadd --system {group}' or name another";
    }

    private static IEnumerable<string> AddressErrors(ApiOptions options)
    {
        if (options.Address is null)
            yield break;
        if (options.CertificateFile is null || options.KeyFile is null || options.ClientCaFile is null)
            yield return "Address: needs CertificateFile, KeyFile and ClientCaFile: the API is never served over TCP without certificates of both sides";
        if (options.Roles.Count == 0)
            yield return "Address: needs Roles, for example \"Roles\": { \"admin.example.org\": \"operator\" }; nobody could use the address";
    }

    private static IEnumerable<string> FileErrors(ApiOptions options)
    {
        foreach ((string key, string? path) in ((string, string?)[])[
            ("CertificateFile", options.CertificateFile), ("KeyFile", options.KeyFile), ("ClientCaFile", options.ClientCaFile)])
        {
            if (path is not null && !File.Exists(path))
                yield return $"{key}: there is no file {path}";
        }

        if (SecretFile.Objection(options.KeyFile) is { } objection)
            yield return $"KeyFile: {objection}";
    }
}
