using System.CommandLine;
using ShadowMig.Driver.Orchestration;

namespace ShadowMig.Hosting.Commands;

/// <summary>Options whose values are parsed by functions that say what to write.</summary>
internal static class OptionFactory
{
    /// <summary>An option whose parser throws <see cref="FormatException"/>.</summary>
    public static Option<T?> Parsed<T>(string name, string helpName, string description, Func<string, T> parse) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            try
            {
                return parse(result.Tokens[0].Value);
            }
            catch (FormatException e)
            {
                result.AddError($"{name}: {e.Message}");
                return default;
            }
        },
    };

    /// <summary>The guest that a command is about.</summary>
    public static Argument<string> Domain() => new("DOMAIN") { Description = "name or UUID of the guest" };

    /// <summary>Permission for the shadow probe.</summary>
    public static Option<bool> Probe() => new("--probe")
    {
        Description = "let the shadow probe read a sample of the guest's memory, for sub-second working sets, zero pages and changed bytes; only counts are kept",
    };

    /// <summary>The destination.</summary>
    public static Option<string?> Destination(string description) => Verified(new Option<string?>("--to") { Description = description, HelpName = "URI" });

    /// <summary>Makes an option refuse a libvirt URI that turns off the check of whom it leads to.</summary>
    public static Option<T> Verified<T>(Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var uri, ..] && PeerVerification.Objection(uri.Value) is { } objection)
                result.AddError($"{option.Name}: {objection}");
        });
        return option;
    }
}
