using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Cluster;

/// <summary>Validates what the values of <see cref="CoordinationOptions"/> must fulfil together.</summary>
internal sealed class CoordinationRules : IValidateOptions<CoordinationOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CoordinationOptions options)
    {
        if (options.Mode != CoordinationMode.Etcd)
            return ValidateOptionsResult.Success;
        string[] errors = [.. EtcdOptionsRules.Errors(options.Etcd)];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
