namespace ShadowMig.Hosting.Metrics;

/// <summary>Compares the values of labels, one by one; finds kept ones by values that nobody keeps.</summary>
internal sealed class LabelComparer : IEqualityComparer<string[]>, IAlternateEqualityComparer<ReadOnlySpan<string>, string[]>
{
    /// <summary>The one comparer.</summary>
    public static LabelComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(string[]? x, string[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(string[] obj) => GetHashCode((ReadOnlySpan<string>)obj);

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<string> alternate, string[] other) => alternate.SequenceEqual(other);

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<string> alternate)
    {
        HashCode hash = default;
        foreach (string label in alternate)
            hash.Add(label);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public string[] Create(ReadOnlySpan<string> alternate) => alternate.ToArray();
}
