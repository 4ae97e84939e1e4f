using System.Globalization;
using System.Net;
using ShadowMig.Tests;

namespace ShadowMig.Lab.Tests.Support;

/// <summary><c>shadowmig serve</c> on a free port of the loopback.</summary>
internal sealed class ServeProcess : IDisposable
{
    private readonly RunningCommand _process;
    private readonly string _folder;

    private ServeProcess(RunningCommand process, string folder, Uri address)
    {
        _process = process;
        _folder = folder;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
    }

    public HttpClient Http { get; }

    /// <summary>What the service logged so far.</summary>
    public string Log => _process.Error;

    /// <summary>The service's configuration file.</summary>
    public string ConfigurationFile => Path.Combine(_folder, "shadowmig.json");

    /// <summary>Starts the service and waits until it is ready.</summary>
    /// <param name="host">The node to watch.</param>
    /// <param name="rules">Rules of the configuration, as a JSON object.</param>
    /// <param name="coordination">Section Coordination of the configuration, as a JSON object.</param>
    /// <param name="more">Further sections of the configuration; none when left out.</param>
    public static async Task<ServeProcess> StartAsync(LabHost host, string rules = "{}", string coordination = "{}", string? more = null)
    {
        string folder = Directory.CreateTempSubdirectory("shadowmig-serve-").FullName;
        string configuration = Path.Combine(folder, "shadowmig.json");
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        File.WriteAllText(configuration, $$"""
            {
              "Http": { "Address": "{{address.OriginalString}}" },
              "Monitoring": { "SamplePeriod": "1s", "ObservationInterval": "5s", "ObservationPeriods": ["1s", "2s"], "ObservationBudget": "4s" },
              "Migration": { "Tls": false, "JournalPath": "{{folder}}/journal.db" },
              "Rules": {{rules}},
              "Coordination": {{coordination}}{{(more is null ? "" : $",\n{more}")}}
            }
            """);
        var process = RunningCommand.Start(ShadowMigCli.Executable, "-c", host.Uri, "serve", "--config", configuration);
        var serve = new ServeProcess(process, folder, address);
        await serve.UntilAsync("ready", TimeSpan.FromSeconds(30), async () => (await serve.GetAsync("/readyz")).IsSuccessStatusCode);
        return serve;
    }

    public async Task<HttpResponseMessage> GetAsync(string path)
    {
        try
        {
            return await Http.GetAsync(new Uri(path, UriKind.Relative));
        }
        catch (HttpRequestException)
        {
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        }
    }

    /// <summary>The metrics now.</summary>
    public async Task<Scrape> ScrapeAsync() => Scrape.Parse(await Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)));

    /// <summary>Polls until a condition holds; bounded.</summary>
    public async Task UntilAsync(string what, TimeSpan bound, Func<Task<bool>> holds)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(started) > bound)
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"not {what} within {bound.TotalSeconds} s: {_process.Error}"));
            await Task.Delay(100);
        }
    }

    /// <summary>Asks the service to read its configuration again.</summary>
    public Task ReloadAsync() => _process.SignalAsync("HUP");

    /// <summary>Ends the service without a word to it.</summary>
    public Task KillAsync() => _process.SignalAsync("KILL");

    /// <summary>Asks the service to end, as systemd would.</summary>
    public async Task<CommandResult> StopAsync()
    {
        long started = TimeProvider.System.GetTimestamp();
        await _process.SignalAsync("TERM");
        CommandResult result = await _process.WaitAsync(TimeSpan.FromSeconds(30));
        return result with { Duration = TimeProvider.System.GetElapsedTime(started) };
    }

    public void Dispose()
    {
        _process.Dispose();
        Http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
