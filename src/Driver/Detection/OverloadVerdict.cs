using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Detection;

/// <summary>Whether a host is overloaded, and what was compared with what.</summary>
/// <param name="Overloaded">Whether it is.</param>
/// <param name="Code">A code of <see cref="ReasonCodes"/>.</param>
/// <param name="Measure">What was compared, in the unit of the method; a share of capacity unless the method says otherwise.</param>
/// <param name="Limit">What it was compared with.</param>
public readonly record struct OverloadVerdict(bool Overloaded, string Code, double Measure, double Limit)
{
    /// <summary>The verdict in words.</summary>
    public Reason Explain() => new(Code, string.Create(
        CultureInfo.InvariantCulture, $"{Measure:0.###} where at most {Limit:0.###} is allowed"));

    /// <summary>A verdict from a comparison: overloaded for the given reason above the limit.</summary>
    internal static OverloadVerdict Above(double measure, double limit, string code) =>
        Of(measure > limit, measure, limit, code);

    /// <summary>A verdict that was reached already.</summary>
    internal static OverloadVerdict Of(bool overloaded, double measure, double limit, string code) =>
        new(overloaded, overloaded ? code : ReasonCodes.WithinCapacity, measure, limit);
}
