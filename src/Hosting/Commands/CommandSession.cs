using System.CommandLine;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary>One call of one command: its services, its output and its interruption.</summary>
internal sealed class CommandSession : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private CommandSession(ServiceProvider services, CommandEnvironment environment, ParseResult arguments, GlobalOptions options, Interruption interruption)
    {
        _services = services;
        Environment = environment;
        Arguments = arguments;
        Uri = arguments.GetValue(options.Connect)!;
        IsJson = arguments.GetValue(options.Json);
        Interruption = interruption;
        Console = new HumanConsole(environment.Output, environment.IsTerminal);
    }

    /// <summary>What surrounds the command.</summary>
    public CommandEnvironment Environment { get; }

    /// <summary>The command line.</summary>
    public ParseResult Arguments { get; }

    /// <summary>URI of the node to work on.</summary>
    public string Uri { get; }

    /// <summary>Whether standard output is one JSON document.</summary>
    public bool IsJson { get; }

    /// <summary>Output for people.</summary>
    public HumanConsole Console { get; }

    /// <summary>Signals.</summary>
    public Interruption Interruption { get; }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Cancellation => Interruption.Token;

    /// <summary>Opens a session: reads the configuration and builds the services.</summary>
    public static CommandSession Open(CommandEnvironment environment, GlobalOptions options, ParseResult arguments, Interruption interruption)
    {
        IConfiguration configuration = ConfigurationLoader.Load(arguments.GetValue(options.ConfigurationFile));
        ServiceCollection services = new();
        services.AddShadowMig(configuration, environment.Time, LogLevel.Warning);
        environment.Override?.Invoke(services);
        return new(services.BuildServiceProvider(), environment, arguments, options, interruption);
    }

    /// <summary>A service of the pipeline.</summary>
    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Prints the one document of <c>--json</c>, or what people read.</summary>
    public void Print(Action<TextWriter> json, Action<HumanConsole> human)
    {
        if (IsJson)
            json(Environment.Output);
        else
            human(Console);
    }

    /// <summary>Writes a line about the command on standard error.</summary>
    public void Say(string message) => Environment.Error.WriteLine($"shadowmig: {message}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Closing a connection to a daemon that hangs would hang with it.
            await Task.Run(async () => await _services.DisposeAsync()).WaitAsync(TimeSpan.FromSeconds(2), Environment.Time);
        }
        catch (TimeoutException)
        {
            Say("libvirt does not let go of its connection; leaving it behind");
        }
    }
}
