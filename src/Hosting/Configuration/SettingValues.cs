using System.Globalization;
using System.Text.Json;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;

namespace ShadowMig.Hosting.Configuration;

/// <summary>The kinds of value: each checks one and writes it as .NET's binder reads it.</summary>
internal static class SettingValues
{
    private static readonly string NoTime = TimeSpan.Zero.ToString("c", CultureInfo.InvariantCulture);

    /// <summary>Any text.</summary>
    public static string Text(ConfigurationEntry entry) => entry.Token == JsonTokenType.String && entry.Value.Length > 0
        ? entry.Value
        : throw new FormatException("must be text in quotes");

    /// <summary>true or false.</summary>
    public static string Boolean(ConfigurationEntry entry) => entry.Token is JsonTokenType.True or JsonTokenType.False
        ? entry.Value
        : throw new FormatException($"must be true or false, not {Shown(entry)}");

    /// <summary>A time above zero, with its unit.</summary>
    public static string Time(ConfigurationEntry entry)
    {
        string time = TimeOrNone(entry);
        return time != NoTime ? time : throw new FormatException("must be more than zero");
    }

    /// <summary>A time with its unit; zero is one too.</summary>
    public static string TimeOrNone(ConfigurationEntry entry) => entry.Token == JsonTokenType.String
        ? Duration.Parse(entry.Value).ToString("c", CultureInfo.InvariantCulture)
        : throw new FormatException($"must be a time in quotes, for example \"300ms\", \"2s\" or \"5m\", not {Shown(entry)}");

    /// <summary>A number, a share such as "90%", a size or a rate; written as a number in base units.</summary>
    public static string Quantity(ConfigurationEntry entry)
    {
        if (entry.Token == JsonTokenType.Number && double.TryParse(entry.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
            return entry.Value;
        if (entry.Token != JsonTokenType.String)
            throw new FormatException($"must be a number, or for example \"90%\" or \"4MiB/s\", not {Shown(entry)}");
        double value = entry.Value.EndsWith('%') ? Share.Parse(entry.Value)
            : entry.Value.EndsWith("/s", StringComparison.Ordinal) ? BytesPerSecond.Parse(entry.Value).Value
            : ByteCount.Parse(entry.Value).Value;
        return value.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>A rate of data, written as bytes a second.</summary>
    public static string Rate(ConfigurationEntry entry) => entry.Token == JsonTokenType.String
        ? BytesPerSecond.Parse(entry.Value).Value.ToString("R", CultureInfo.InvariantCulture)
        : throw new FormatException($"must be a rate in quotes, for example \"100MiB/s\", not {Shown(entry)}");

    /// <summary>A share, 0.5 or "50%", written as a ratio.</summary>
    public static string Ratio(ConfigurationEntry entry) => Share.Parse(entry.Value).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A number that is not negative.</summary>
    public static string Number(ConfigurationEntry entry) =>
        entry.Token == JsonTokenType.Number && double.TryParse(entry.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0 && double.IsFinite(value)
            ? entry.Value
            : throw new FormatException($"must be a number, not {Shown(entry)}");

    /// <summary>A number above zero.</summary>
    public static string Positive(ConfigurationEntry entry) =>
        double.Parse(Number(entry), CultureInfo.InvariantCulture) > 0 ? entry.Value : throw new FormatException("must be more than zero");

    /// <summary>A load, 0.9 or "90%", which may be above 100 %; written as a ratio.</summary>
    public static string Load(ConfigurationEntry entry)
    {
        string text = entry.Value.Trim();
        bool percent = entry.Token == JsonTokenType.String && text.EndsWith('%');
        return (percent || entry.Token == JsonTokenType.Number)
            && double.TryParse(percent ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value >= 0 && double.IsFinite(value)
            ? (percent ? value / 100 : value).ToString("R", CultureInfo.InvariantCulture)
            : throw new FormatException($"must be a load such as \"90%\" or 0.9, not {Shown(entry)}");
    }

    /// <summary>A whole number within bounds.</summary>
    public static Func<ConfigurationEntry, string> Whole(long least, long most) => entry =>
        entry.Token == JsonTokenType.Number && long.TryParse(entry.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            && value >= least && value <= most
            ? entry.Value
            : throw new FormatException($"must be a whole number from {least} to {most}, not {Shown(entry)}");

    /// <summary>One of some words.</summary>
    public static Func<ConfigurationEntry, string> OneOf(params string[] words) => entry =>
        Array.Find(words, w => w.Equals(entry.Value, StringComparison.OrdinalIgnoreCase)) is { } word && entry.Token == JsonTokenType.String
            ? word
            : throw new FormatException($"must be one of {string.Join(", ", words)}, not {Shown(entry)}");

    /// <summary>The address of a server.</summary>
    public static string Url(ConfigurationEntry entry) =>
        entry.Token == JsonTokenType.String && Uri.TryCreate(entry.Value, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? entry.Value
            : throw new FormatException($"must be an address such as \"http://127.0.0.1:9090\", not {Shown(entry)}");

    /// <summary>An HTTP address to listen on.</summary>
    public static string HttpAddress(ConfigurationEntry entry) =>
        Uri.TryCreate(entry.Value, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttp && uri.AbsolutePath == "/"
            ? entry.Value
            : throw new FormatException($"must be an address such as \"http://127.0.0.1:9753\", not {Shown(entry)}");

    /// <summary>An address to listen on with TLS.</summary>
    public static string HttpsAddress(ConfigurationEntry entry) =>
        Uri.TryCreate(entry.Value, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps && uri.AbsolutePath == "/"
            ? entry.Value
            : throw new FormatException($"must be an address such as \"https://0.0.0.0:9754\", not {Shown(entry)}");

    /// <summary>The libvirt URI of any daemon, which is to be checked when it is reached.</summary>
    public static string AnyLibvirtUri(ConfigurationEntry entry) => Verified(Text(entry));

    /// <summary>The libvirt URI of a QEMU node, which is to be checked when it is reached.</summary>
    public static string LibvirtUri(ConfigurationEntry entry) =>
        entry.Token == JsonTokenType.String && Uri.TryCreate(entry.Value, UriKind.Absolute, out Uri? uri) && uri.Scheme.StartsWith("qemu", StringComparison.Ordinal)
            ? Verified(entry.Value)
            : throw new FormatException($"must be a libvirt URI such as \"qemu+tls://node2/system\", not {Shown(entry)}");

    private static string Verified(string uri) => PeerVerification.Objection(uri) is { } objection ? throw new FormatException(objection) : uri;

    private static string Shown(ConfigurationEntry entry) => entry.Token switch
    {
        JsonTokenType.String => $"\"{entry.Value}\"",
        JsonTokenType.Null => "null",
        _ => entry.Value,
    };
}
