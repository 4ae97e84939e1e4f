using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>--watch [SECONDS]</c>: shows again and again, every two seconds unless it is said otherwise.</summary>
internal static class WatchOption
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Most = TimeSpan.FromHours(1);

    /// <summary>The option; its value is null where it was not given.</summary>
    public static Option<TimeSpan?> Create() => new("--watch")
    {
        Description = "show it again every so many seconds (default 2), until Ctrl-C; with --json one document a line",
        HelpName = "SECONDS",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = Parse,
    };

    private static TimeSpan? Parse(ArgumentResult result)
    {
        if (result.Tokens is not [{ Value: var text }])
            return Usual;
        try
        {
            TimeSpan interval = Duration.Parse(double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) ? $"{text}s" : text);
            if (interval >= Least && interval <= Most)
                return interval;
        }
        catch (FormatException)
        {
            // Said below.
        }

        result.AddError($"--watch: '{text}' is no interval from 100ms to 1 hour; write seconds, or a time like 500ms or 5m");
        return null;
    }
}
