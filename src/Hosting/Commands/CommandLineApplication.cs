using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using ShadowMig.Hosting.Commands.Draining;
using ShadowMig.Hosting.Commands.Manual;

namespace ShadowMig.Hosting.Commands;

/// <summary>The command line: reads it, runs the command, returns the exit code.</summary>
internal static class CommandLineApplication
{
    /// <summary>Runs one command.</summary>
    public static async Task<int> RunAsync(string[] args, CommandEnvironment environment, CancellationToken cancellationToken)
    {
        ParseResult result = Build(environment).Parse(args);
        if (result.Errors.Count > 0 && result.Action is not ExampleHelp)
            return await RefuseAsync(result, environment);

        int exitCode = await result.InvokeAsync(
            new InvocationConfiguration
            {
                Output = environment.Output,
                Error = environment.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            },
            cancellationToken);
        if (environment.OutputFailure() is not { } failure)
            return exitCode;

        // Whoever reads the output must not take what is there for the whole.
        await environment.Error.WriteLineAsync($"shadowmig: standard output could not be written: {failure}; what the command did stands");
        return exitCode == ExitCodes.Done ? ExitCodes.Attention : exitCode;
    }

    /// <summary>All commands.</summary>
    internal static RootCommand Build(CommandEnvironment environment)
    {
        GlobalOptions options = new();
        CommandRunner runner = new(environment, options);
        RootCommand root = new("Moves KVM guests between libvirt nodes: observes, plans with a prediction, migrates, proves.");
        root.Options.Add(options.Connect);
        root.Options.Add(options.Json);
        root.Options.Add(options.ConfigurationFile);
        root.Subcommands.Add(ObserveCommand.Create(runner));
        root.Subcommands.Add(PlanCommand.Create(runner));
        root.Subcommands.Add(MigrateCommand.Create(runner));
        root.Subcommands.Add(ServeCommand.Create(runner));
        root.Subcommands.Add(NodesCommand.Create(runner));
        root.Subcommands.Add(CordonCommands.CreateCordon(runner));
        root.Subcommands.Add(CordonCommands.CreateUncordon(runner));
        root.Subcommands.Add(DrainCommand.Create(runner));
        root.Subcommands.Add(CancelCommand.Create(runner));
        root.Subcommands.Add(RecoverCommand.Create(runner));
        root.Subcommands.Add(StatusCommand.Create(runner));
        root.Subcommands.Add(HistoryCommand.Create(runner));
        root.Subcommands.Add(DecisionsCommand.Create(runner));
        root.Subcommands.Add(ExplainCommand.Create(runner));
        root.Subcommands.Add(DoctorCommand.Create(runner));
        root.Subcommands.Add(CheckConfigCommand.Create(runner));
        root.Subcommands.Add(SimulateCommand.Create(runner));
        root.Subcommands.Add(ManualCommands.CreateMan(runner, root));
        root.Subcommands.Add(ManualCommands.CreateCompletion(runner, root));
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
            help.Action = new ExampleHelp((HelpAction)help.Action!);
        return root;
    }

    private static async Task<int> RefuseAsync(ParseResult result, CommandEnvironment environment)
    {
        foreach (ParseError error in result.Errors)
            await environment.Error.WriteLineAsync($"shadowmig: {error.Message}");
        string command = result.CommandResult.Command is RootCommand ? "" : $"{result.CommandResult.Command.Name} ";
        await environment.Error.WriteLineAsync($"try 'shadowmig {command}--help'");
        return ExitCodes.Usage;
    }
}
