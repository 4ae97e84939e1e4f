using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;
using ShadowMig.Hosting.Metrics;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Deploy;

/// <summary>The metrics that the service declares when it is put together as it runs.</summary>
internal static class ServedMetrics
{
    public static async Task<IReadOnlySet<string>> NamesAsync()
    {
        IConfiguration configuration = new ConfigurationBuilder().Build();
        ServiceCollection services = new();
        services.AddShadowMig(configuration, TimeProvider.System, LogLevel.None).AddShadowMigService(configuration, null);
        services.AddSingleton(Mock.Of<ILibvirtConnector>());
        await using ServiceProvider provider = services.BuildServiceProvider();
        using MemoryStream stream = new();
        await provider.GetRequiredService<MetricsExporter>().ExportAsync(stream, CancellationToken.None);
        return Encoding.UTF8.GetString(stream.ToArray()).Split('\n')
            .Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[2])
            .ToHashSet();
    }
}
