using ShadowMig.Driver.Detection.Rules;

namespace ShadowMig.Driver.Watching;

/// <summary>Where the rules in force come from.</summary>
public interface IRuleSource
{
    /// <summary>The rules now; they may be others at the next look.</summary>
    IReadOnlyList<Rule> Current { get; }
}
