namespace ShadowMig.Driver.Selection;

/// <summary>Guest selectors by name: <c>mmt</c>, <c>mc</c>, <c>rs</c>, <c>hr</c>, <c>lcr</c>.</summary>
public static class GuestSelectors
{
    /// <summary>All names.</summary>
    public static string All => "mmt, mc, rs, hr, lcr";

    /// <summary>The selector of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="seed">What random choice draws from.</param>
    /// <exception cref="FormatException">There is no such selector.</exception>
    public static IGuestSelector Parse(string name, ulong seed) => name switch
    {
        "mmt" => new MinimumMigrationTime(),
        "mc" => new MaximumCorrelation(),
        "rs" => new RandomChoice(seed),
        "hr" => new HighestRelief(),
        "lcr" => new LeastCostForRelief(new()),
        _ => throw new FormatException($"'{name}' chooses no guests; there are {All}"),
    };
}
