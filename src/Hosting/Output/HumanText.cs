using System.Globalization;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>Quantities as people read them; a dash where unknown.</summary>
internal static class HumanText
{
    /// <summary>What stands for the unknown.</summary>
    public const string Unknown = "–";

    /// <summary>A size.</summary>
    public static string Size(ByteCount? size) => size?.ToString() ?? Unknown;

    /// <summary>A size with one decimal at most, for figures that change quickly.</summary>
    public static string RoughSize(ByteCount? size) => size is { } bytes ? Rough(bytes) : Unknown;

    /// <summary>The host that a libvirt URI names; the whole URI when it names none.</summary>
    public static string Host(string uri) => Plain(LibvirtUri.Host(uri) ?? uri);

    /// <summary>A rate.</summary>
    public static string Rate(BytesPerSecond? rate) => rate is { } value && double.IsFinite(value.Value) ? $"{Rough(new((long)value.Value))}/s" : Unknown;

    /// <summary>A share in per cent.</summary>
    public static string Ratio(double? ratio) => ratio is { } value && double.IsFinite(value)
        ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.##} %")
        : Unknown;

    /// <summary>A time.</summary>
    public static string Time(TimeSpan? time) => time is { } value ? Duration.Format(value) : Unknown;

    /// <summary>A time in seconds; without a bound when it is infinite.</summary>
    public static string Seconds(double seconds) => !double.IsFinite(seconds) || seconds > TimeSpan.MaxValue.TotalSeconds / 2
        ? "never"
        : seconds >= 100 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s")
        : seconds >= 10 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s")
        : Duration.Format(TimeSpan.FromSeconds(seconds));

    /// <summary>A predicted time: the middle, and from best to worst.</summary>
    public static string Seconds(Estimate estimate) => Range(estimate, Seconds);

    /// <summary>A predicted size: the middle, and from best to worst.</summary>
    public static string Bytes(Estimate estimate) => Range(estimate, b => double.IsFinite(b) ? Rough(new((long)Math.Min(b, long.MaxValue / 2))) : "without end");

    /// <summary>A bar of at most <paramref name="width"/> characters.</summary>
    public static string Bar(double share, int width) => new('█', (int)Math.Clamp(Math.Round(share * width), share > 0 ? 1 : 0, width));

    /// <summary>A time of day in the past, in UTC.</summary>
    public static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Text that is not markup.</summary>
    public static string Plain(string text) => Markup.Escape(text);

    private static string Range(Estimate estimate, Func<double, string> format)
    {
        string low = format(estimate.P10);
        string high = format(estimate.P90);
        return low == high ? format(estimate.P50) : $"{format(estimate.P50)}  ({low} to {high})";
    }

    private static string Rough(ByteCount size)
    {
        if (size.Value < 1 << 10)
            return string.Create(CultureInfo.InvariantCulture, $"{size.Value} B");
        string text = size.ToString();
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        return double.TryParse(text[..blank], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? string.Create(CultureInfo.InvariantCulture, $"{number.ToString(number >= 100 ? "0" : "0.0", CultureInfo.InvariantCulture)}{text[blank..]}")
            : text;
    }
}
