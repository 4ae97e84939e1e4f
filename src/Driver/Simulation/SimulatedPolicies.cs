using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Selection;

namespace ShadowMig.Driver.Simulation;

/// <summary>Policies by name.</summary>
public static class SimulatedPolicies
{
    /// <summary>What <see cref="Parse"/> understands, for people.</summary>
    public static string Syntax => $"shadowmig, dvfs (nothing moves), npa (nothing moves, full power), or DETECTOR[:PARAMETER]/SELECTOR, for example lr:1.2/mmt; detectors: {Detectors.All}; selectors: {GuestSelectors.All}";

    /// <summary>The policies that <c>--compare</c> sets side by side.</summary>
    public static IReadOnlyList<string> Compared { get; } =
    [
        "npa", "dvfs",
        "thr/mmt", "mad/mmt", "iqr/mmt", "lr/mmt", "lrr/mmt",
        "thr/mc", "mad/mc", "iqr/mc", "lr/mc",
        "thr/rs", "mad/rs", "iqr/rs", "lr/rs",
        "shadowmig",
    ];

    /// <summary>The policy of a name.</summary>
    /// <param name="name">The name; see <see cref="Syntax"/>.</param>
    /// <param name="seed">What random choices draw from.</param>
    /// <exception cref="FormatException">There is no such policy; the message says which there are.</exception>
    public static SimulatedPolicy Parse(string name, ulong seed)
    {
        switch (name)
        {
            case "shadowmig":
                return new(name, new FrugalPolicy(new()));
            case "dvfs":
                return new(name, null, Placement.FirstFit);
            case "npa":
                return new(name, null, Placement.FirstFit, AlwaysFullPower: true);
        }

        string[] parts = name.Split('/');
        if (parts.Length != 2)
            throw new FormatException($"'{name}' is no policy; write {Syntax}");
        PublishedPolicy policy = new(Detectors.Parse(parts[0]), GuestSelectors.Parse(parts[1], seed));
        return new(policy.Name, policy);
    }
}
