using System.Globalization;
using System.Text.Json;
using ShadowMig.Tests;

namespace ShadowMig.Lab.Tests.Support;

/// <summary>A real Prometheus that scrapes one service every second and judges the rules that are shipped.</summary>
internal sealed class PrometheusServer : IDisposable
{
    private readonly RunningCommand _process;
    private readonly string _folder;
    private readonly HttpClient _http;

    private PrometheusServer(RunningCommand process, string folder, string address)
    {
        _process = process;
        _folder = folder;
        _http = new HttpClient { BaseAddress = new Uri($"http://{address}"), Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <summary>What it logged so far.</summary>
    public string Log => _process.Error;

    /// <summary>Skips the test, with the reason, where there is none.</summary>
    public static void Require()
    {
        if (Environment.GetEnvironmentVariable("PATH")?.Split(':').Any(folder => File.Exists(Path.Combine(folder, "prometheus"))) != true)
            Assert.Ignore("prometheus is not on the PATH; it is in Debian's package prometheus, and scripts/test fetches it");
    }

    /// <summary>Starts one.</summary>
    /// <param name="target">Host and port of the service.</param>
    /// <param name="rules">Its rule files.</param>
    public static PrometheusServer Start(string target, IReadOnlyList<string> rules)
    {
        string folder = Directory.CreateTempSubdirectory("shadowmig-prometheus-").FullName;
        string configuration = Path.Combine(folder, "prometheus.yml");
        File.WriteAllText(configuration, $$"""
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: [ {{string.Join(", ", rules.Select(rule => $"\"{rule}\""))}} ]
            scrape_configs:
              - job_name: shadowmig
                static_configs: [ { targets: [ "{{target}}" ] } ]
            """);
        string address = $"127.0.0.1:{LoopbackPort.Free()}";
        var process = RunningCommand.Start(
            "prometheus", $"--config.file={configuration}", $"--storage.tsdb.path={folder}/tsdb", $"--web.listen-address={address}", "--log.level=warn");
        return new PrometheusServer(process, folder, address);
    }

    /// <summary>Whether a query, drawn over time as a dashboard does, shows at least one number.</summary>
    /// <param name="query">The query.</param>
    /// <param name="labels">Labels that its series must have.</param>
    /// <param name="since">From when on it is drawn.</param>
    /// <exception cref="InvalidOperationException">Prometheus refuses the query.</exception>
    public async Task<bool> AnswersAsync(string query, IReadOnlyList<string> labels, DateTimeOffset since)
    {
        var path = new Uri(
            string.Create(
                CultureInfo.InvariantCulture,
                $"/api/v1/query_range?query={Uri.EscapeDataString(query)}&start={since.ToUnixTimeSeconds()}&end={TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}&step=2"),
            UriKind.Relative);
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(path);
            string body = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode ? HasNumber(body, labels) : throw new InvalidOperationException($"{query}: {body}");
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _process.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool HasNumber(string body, IReadOnlyList<string> labels)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.GetProperty("data").GetProperty("result").EnumerateArray()
            .Where(series => labels.All(label => series.GetProperty("metric").TryGetProperty(label, out _)))
            .SelectMany(series => series.GetProperty("values").EnumerateArray())
            .Any(point => double.TryParse(point[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value));
    }
}
