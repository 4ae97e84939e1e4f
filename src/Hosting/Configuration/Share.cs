using System.Globalization;

namespace ShadowMig.Hosting.Configuration;

/// <summary>Shares as people write them.</summary>
internal static class Share
{
    /// <summary>Reads <c>50%</c> or <c>0.5</c> into a ratio.</summary>
    /// <exception cref="FormatException">The text is no share from 0 to 1; the message says what one looks like.</exception>
    public static double Parse(string text)
    {
        string trimmed = text.Trim();
        bool percent = trimmed.EndsWith('%');
        return double.TryParse(percent ? trimmed[..^1] : trimmed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && (percent ? value / 100 : value) is >= 0 and <= 1 and var ratio
            ? ratio
            : throw new FormatException($"'{text}' is not a share from 0% to 100%; write for example 50% or 0.5");
    }
}
