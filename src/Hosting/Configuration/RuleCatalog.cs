using Microsoft.Extensions.Primitives;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Watching;

namespace ShadowMig.Hosting.Configuration;

/// <summary>The rules in force: those that ship, as the configuration changes them, and its own. Follows the configuration when it is read again.</summary>
internal sealed class RuleCatalog : IRuleSource, IDisposable
{
    private readonly IDisposable _changes;
    private volatile IReadOnlyList<Rule> _current;

    /// <summary>Reads the rules; the configuration was checked.</summary>
    public RuleCatalog(IConfiguration configuration)
    {
        _current = Read(configuration);
        _changes = ChangeToken.OnChange(configuration.GetReloadToken, () => _current = Read(configuration));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Rule> Current => _current;

    /// <inheritdoc/>
    public void Dispose() => _changes.Dispose();

    private static IReadOnlyList<Rule> Read(IConfiguration configuration)
    {
        SignalDirectory signals = new(path => configuration[path]);
        IEnumerable<string> names = ShippedRules.All.Select(rule => rule.Name)
            .Union(configuration.GetSection("Rules").GetChildren().Select(rule => rule.Key), StringComparer.OrdinalIgnoreCase);
        return [.. names
            .Where(name => !string.Equals(configuration[$"Rules:{name}:Enabled"], bool.FalseString, StringComparison.OrdinalIgnoreCase))
            .Select(name => RuleReader.Read(name, key => configuration[$"Rules:{name}:{key}"], signals))];
    }
}
