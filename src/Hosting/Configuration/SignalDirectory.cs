using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Hosting.Configuration;

/// <summary>The signals that a configuration makes available.</summary>
/// <param name="value">A value of the configuration by its path.</param>
internal sealed class SignalDirectory(Func<string, string?> value)
{
    /// <summary>What a signal speaks of; null when only its readings tell, as with the operator's file.</summary>
    public SignalScope? ScopeOf(string signal) =>
        SignalNames.Find(signal) is { } known ? known.Scope
        : QueryOf(signal) is not { } query ? null
        : string.Equals(value($"Signals:Queries:{query}:Scope"), SignalScope.Guest.ToString(), StringComparison.OrdinalIgnoreCase) ? SignalScope.Guest
        : SignalScope.Node;

    /// <summary>Why there is no such signal; null when there is.</summary>
    public string? FindError(string signal)
    {
        if (SignalNames.Find(signal) is not null)
            return null;
        if (QueryOf(signal) is { } query)
            return value($"Signals:Queries:{query}:Query") is null ? $"there is no query '{query}'; add Signals:Queries:{query}:Query" : null;
        if (!signal.StartsWith(SignalNames.FilePrefix, StringComparison.Ordinal))
            return $"there is no signal '{signal}'; known: {string.Join(", ", SignalNames.BuiltIn.Select(s => s.Name))}, file:NAME, query:NAME";
        return !SignalNames.IsPlain(signal[SignalNames.FilePrefix.Length..]) ? $"'{signal}' is no name of a signal in a file"
            : value("Signals:File") is null ? "signals of a file need Signals:File"
            : null;
    }

    private static string? QueryOf(string signal) =>
        signal.StartsWith(SignalNames.QueryPrefix, StringComparison.Ordinal) ? signal[SignalNames.QueryPrefix.Length..] : null;
}
