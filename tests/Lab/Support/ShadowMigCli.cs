using System.Text.Json;

namespace ShadowMig.Lab.Tests.Support;

/// <summary>The command line of ShadowMig as a user has it, with a configuration and a journal of its own.</summary>
internal sealed class ShadowMigCli : IDisposable
{
    /// <summary>Guests are observed as for a user who configured nothing of it.</summary>
    public const string UsualLook = "{}";

    /// <summary>A look of one second: enough where what is predicted is not the subject.</summary>
    public const string BriefLook = """{ "ObservationPeriods": ["1s"], "ObservationBudget": "1s" }""";

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);
    private readonly string _folder = Directory.CreateTempSubdirectory("shadowmig-test-").FullName;

    /// <param name="nodes">The inventory of its configuration; none when left out.</param>
    public ShadowMigCli(params IEnumerable<LabHost> nodes)
        : this("{}", nodes)
    {
    }

    /// <param name="coordination">Section Coordination of its configuration, as a JSON object.</param>
    /// <param name="nodes">The inventory of its configuration.</param>
    /// <param name="encrypted">Whether memory travels encrypted, which is the default of the service and needs a lab with TLS.</param>
    /// <param name="monitoring">Section Monitoring of its configuration, as a JSON object.</param>
    /// <param name="journal">The journal; one in a folder of its own when left out.</param>
    public ShadowMigCli(
        string coordination, IEnumerable<LabHost> nodes, bool encrypted = false, string monitoring = BriefLook, string? journal = null)
    {
        // The lab's hosts share the machine's processors: how busy those are is not what a test is about.
        journal ??= Path.Combine(_folder, "journal.db");
        string inventory = string.Join(", ", nodes.Select(n => $$"""{{n.Name}}": { "Uri": "{{n.Uri}}" }""").Select(n => $"\"{n}"));
        string tls = encrypted ? "" : "\"Tls\": false, ";
        File.WriteAllText(ConfigurationFile, $$"""
            {
              "Monitoring": {{monitoring}},
              "Migration": { {{tls}}"JournalPath": "{{journal}}" },
              "Nodes": { {{inventory}} },
              "Coordination": {{coordination}},
              "Selection": { "LeastHeadroom": "0%" }
            }
            """);
    }

    public string ConfigurationFile => Path.Combine(_folder, "shadowmig.json");

    public static string Executable => Path.Combine(AppContext.BaseDirectory, "shadowmig");

    public Task<CommandResult> RunAsync(params string[] arguments) => Command.RunAsync(Bound, Executable, WithConfiguration(arguments));

    public RunningCommand Start(params string[] arguments) => RunningCommand.Start(Executable, WithConfiguration(arguments));

    public async Task<CliDocument> JsonAsync(params string[] arguments)
    {
        CommandResult result = await RunAsync([.. arguments, "--json"]);
        try
        {
            return new CliDocument(result, JsonDocument.Parse(result.Output).RootElement);
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"no single JSON document on standard output: {result}", e);
        }
    }

    public Task<CliDocument> MigrateAsync(string guest, LabHost source, LabHost destination, params string[] options) =>
        JsonAsync(["-c", source.Uri, "migrate", guest, "--to", destination.Uri, .. options]);

    public Task<CliDocument> PlanAsync(string guest, LabHost source, LabHost destination, params string[] options) =>
        JsonAsync(["-c", source.Uri, "plan", guest, "--to", destination.Uri, .. options]);

    /// <summary>The whole command line, for running it elsewhere.</summary>
    public string[] CommandLine(params string[] arguments) => [Executable, .. WithConfiguration(arguments)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] WithConfiguration(string[] arguments) => [.. arguments, "--config", ConfigurationFile];
}
