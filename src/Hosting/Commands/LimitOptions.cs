using System.CommandLine;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Commands;

/// <summary>Limits of a migration on the command line. What is not said comes from the profile.</summary>
internal sealed class LimitOptions
{
    private readonly Option<TimeSpan?> _maxDowntime = OptionFactory.Parsed(
        "--max-downtime", "TIME", "longest pause of the guest (default 300ms)", t => (TimeSpan?)ParseTime(t));

    private readonly Option<TimeSpan?> _maxTotalTime = OptionFactory.Parsed(
        "--max-total-time", "TIME", "longest time of the whole transfer (default 5m)", t => (TimeSpan?)ParseTime(t));

    private readonly Option<BytesPerSecond?> _bandwidth = OptionFactory.Parsed(
        "--bandwidth", "RATE", "most bandwidth, for example 100MiB/s (default no cap)", t => (BytesPerSecond?)ParseRate(t));

    private readonly Option<double?> _maxSlowdown = OptionFactory.Parsed(
        "--max-slowdown", "SHARE", "largest slow-down of the guest by throttling, for example 50% (default 0%)", t => (double?)Share.Parse(t));

    private readonly Option<bool> _allowPostCopy = new("--allow-post-copy") { Description = "allow post-copy, from which there is no way back" };

    private readonly Option<string?> _profile = new("--profile") { Description = "take limits from this profile of the configuration (default: the guest's)", HelpName = "NAME" };

    private readonly Option<bool> _tls = new("--tls") { Description = "encrypt the migration (the default)" };

    private readonly Option<bool> _noTls = new("--no-tls") { Description = "send the guest's memory in the clear" };

    private readonly Option<bool> _ignoreKeepApart = new("--ignore-keep-apart") { Description = "move the guest even next to one that its metadata keeps it apart from" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_maxDowntime, _maxTotalTime, _bandwidth, _maxSlowdown, _allowPostCopy, _profile, _tls, _noTls, _ignoreKeepApart])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_tls) && result.GetValue(_noTls))
                result.AddError("--tls and --no-tls exclude each other");
        });
    }

    /// <summary>What one call says of limits.</summary>
    /// <exception cref="UsageException">There is no such profile.</exception>
    public LimitOverrides Read(ParseResult result, ProfileCatalog profiles)
    {
        string? profile = result.GetValue(_profile);
        try
        {
            if (profile is not null)
                profiles.Get(profile);
        }
        catch (FormatException e)
        {
            throw new UsageException($"--profile: {e.Message}");
        }

        return new()
        {
            Profile = profile,
            MaxDowntime = result.GetValue(_maxDowntime),
            MaxTotalTime = result.GetValue(_maxTotalTime),
            Bandwidth = result.GetValue(_bandwidth),
            MaxSlowdown = result.GetValue(_maxSlowdown),
            AllowPostCopy = result.GetValue(_allowPostCopy) ? true : null,
            Tls = result.GetValue(_noTls) ? false : result.GetValue(_tls) ? true : null,
            IgnoreKeepApart = result.GetValue(_ignoreKeepApart),
        };
    }

    /// <summary>A time above zero.</summary>
    /// <exception cref="FormatException">It is none; the message says what to write.</exception>
    public static TimeSpan ParseTime(string text)
    {
        TimeSpan time = Duration.Parse(text);
        return time > TimeSpan.Zero ? time : throw new FormatException($"'{text}' must be more than zero; write for example 300ms, 2s or 5m");
    }

    /// <summary>A rate that libvirt takes.</summary>
    /// <exception cref="FormatException">It is none; the message says what to write.</exception>
    public static BytesPerSecond ParseRate(string text)
    {
        BytesPerSecond rate = BytesPerSecond.Parse(text);
        return rate.MebibytesPerSecond >= 1 ? rate : throw new FormatException($"'{text}' is below 1MiB/s, the smallest rate that libvirt takes");
    }
}
