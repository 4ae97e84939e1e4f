using Microsoft.Extensions.Options;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Tests.Monitoring;

/// <summary>Options that a test sets.</summary>
internal sealed class FixedOptions : IOptionsMonitor<MonitoringOptions>
{
    public MonitoringOptions CurrentValue { get; set; } = new();

    public MonitoringOptions Get(string? name) => CurrentValue;

    public IDisposable? OnChange(Action<MonitoringOptions, string?> listener) => null;
}
