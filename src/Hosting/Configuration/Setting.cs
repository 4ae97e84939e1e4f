namespace ShadowMig.Hosting.Configuration;

/// <summary>One key that a configuration may hold.</summary>
/// <param name="Path">Section and key, parted by colons; an asterisk stands for any one name.</param>
/// <param name="Normalize">Checks the value and writes it as .NET's binder reads it; throws <see cref="FormatException"/> saying what to write.</param>
internal sealed record Setting(string Path, Func<ConfigurationEntry, string> Normalize)
{
    private readonly string[] _parts = Path.Split(':');

    /// <summary>Whether a path of a file is this setting.</summary>
    public bool Matches(string path) => path.Split(':') is { } parts && parts.Length == _parts.Length && Begins(parts);

    /// <summary>Whether a path of a file is a section in which this setting stands.</summary>
    public bool IsBelow(string path) => path.Split(':') is { } parts && parts.Length < _parts.Length && Begins(parts);

    private bool Begins(string[] parts) => parts.Zip(_parts).All(p => p.Second == "*" || p.Second.Equals(p.First, StringComparison.OrdinalIgnoreCase));
}
