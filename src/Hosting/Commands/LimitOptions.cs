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

    private readonly Option<string?> _profile = new("--profile") { Description = "take limits from this profile of the configuration", HelpName = "NAME" };

    private readonly Option<bool> _tls = new("--tls") { Description = "encrypt the migration (the default)" };

    private readonly Option<bool> _noTls = new("--no-tls") { Description = "send the guest's memory in the clear" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_maxDowntime, _maxTotalTime, _bandwidth, _maxSlowdown, _allowPostCopy, _profile, _tls, _noTls])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_tls) && result.GetValue(_noTls))
                result.AddError("--tls and --no-tls exclude each other");
        });
    }

    /// <summary>The limits and the encryption of one call.</summary>
    /// <exception cref="UsageException">There is no such profile.</exception>
    public Profile Read(ParseResult result, ProfileCatalog profiles)
    {
        Profile profile;
        try
        {
            profile = profiles.Get(result.GetValue(_profile));
        }
        catch (FormatException e)
        {
            throw new UsageException($"--profile: {e.Message}");
        }

        MigrationLimits limits = profile.Limits;
        return new(
            limits with
            {
                MaxDowntime = result.GetValue(_maxDowntime) ?? limits.MaxDowntime,
                MaxTotalTime = result.GetValue(_maxTotalTime) ?? limits.MaxTotalTime,
                Bandwidth = result.GetValue(_bandwidth) ?? limits.Bandwidth,
                MaxSlowdown = result.GetValue(_maxSlowdown) ?? limits.MaxSlowdown,
                AllowPostCopy = result.GetValue(_allowPostCopy) || limits.AllowPostCopy,
            },
            result.GetValue(_noTls) ? false : result.GetValue(_tls) ? true : profile.Tls);
    }

    private static TimeSpan ParseTime(string text)
    {
        TimeSpan time = Duration.Parse(text);
        return time > TimeSpan.Zero ? time : throw new FormatException($"'{text}' must be more than zero; write for example 300ms, 2s or 5m");
    }

    private static BytesPerSecond ParseRate(string text)
    {
        BytesPerSecond rate = BytesPerSecond.Parse(text);
        return rate.MebibytesPerSecond >= 1 ? rate : throw new FormatException($"'{text}' is below 1MiB/s, the smallest rate that libvirt takes");
    }
}
