using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Signals;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Selection;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Driver.Selection.Draining;
using LinkOptions = ShadowMig.Driver.Orchestration.LinkOptions;

namespace ShadowMig.Hosting.Configuration;

/// <summary>Checks a configuration as far as the service itself would at its start: each value alone, then all together.</summary>
internal static class ConfigurationCheck
{
    /// <summary>What is wrong; nothing when the service would start with it.</summary>
    /// <param name="text">What is in the file.</param>
    /// <param name="file">Its name, which says whether it is YAML; JSON without one.</param>
    public static IReadOnlyList<ConfigurationProblem> Run(ReadOnlySpan<byte> text, string? file = null)
    {
        (IReadOnlyDictionary<string, string?> values, IReadOnlyList<ConfigurationProblem> problems) = ConfigurationLoader.Check(text, file);
        if (problems.Count > 0)
            return problems;

        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        ServiceCollection services = new();
        services.AddShadowMig(configuration, TimeProvider.System, LogLevel.None).AddShadowMigService(configuration, null);
        using ServiceProvider provider = services.BuildServiceProvider();
        IReadOnlyList<ConfigurationEntry> entries = ConfigurationLoader.Read(text, file).Entries;
        return
        [
            .. Validate<MonitoringOptions>(provider, "Monitoring", entries),
            .. Validate<SignalOptions>(provider, SignalOptions.Section, entries),
            .. Validate<MigrationOptions>(provider, MigrationOptions.Section, entries),
            .. Validate<PreflightOptions>(provider, PreflightOptions.Section, entries),
            .. Validate<LinkOptions>(provider, LinkOptions.Section, entries),
            .. Validate<SelectionOptions>(provider, SelectionOptions.Section, entries),
            .. Validate<DrainOptions>(provider, DrainOptions.Section, entries),
            .. Validate<CoordinationOptions>(provider, CoordinationOptions.Section, entries),
            .. Validate<ApiOptions>(provider, ApiOptions.Section, entries),
            .. Validate<AutopilotOptions>(provider, AutopilotOptions.Section, entries),
        ];
    }

    private static ConfigurationProblem[] Validate<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(
        ServiceProvider provider, string section, IReadOnlyList<ConfigurationEntry> entries)
        where T : class
    {
        try
        {
            _ = provider.GetRequiredService<IOptions<T>>().Value;
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures.Select(f => new ConfigurationProblem(LineOf(f, section, entries), $"{section}: {f}"))];
        }
    }

    // A validator names the property that it found wrong; the line of that, or of what surrounds it, is the best place to look.
    private static int? LineOf(string failure, string section, IReadOnlyList<ConfigurationEntry> entries) => entries
        .Where(e => e.Path.Split(':') is [var head, var key, ..] && head.Equals(section, StringComparison.OrdinalIgnoreCase)
            && failure.Contains(key, StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(e => e.Path.Split(':').Count(part => failure.Contains(part, StringComparison.OrdinalIgnoreCase)))
        .Select(e => (int?)e.Line)
        .FirstOrDefault();
}
