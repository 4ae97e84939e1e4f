namespace ShadowMig.Hosting.Output;

/// <summary>JSON has no infinity: what is not a number becomes null, unknown.</summary>
internal static class FiniteNumbers
{
    /// <summary>The number, or null when it is infinite or none.</summary>
    public static double? Finite(this double? value) => value is { } number && double.IsFinite(number) ? number : null;

    /// <inheritdoc cref="Finite(double?)"/>
    public static double? Finite(this double value) => Finite((double?)value);
}
