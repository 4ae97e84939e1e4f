using System.CommandLine;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>check-config FILE</c>: says what is wrong in a configuration, line by line.</summary>
internal static class CheckConfigCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "the configuration file: YAML if its name ends in .yaml, else JSON" };

    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        Command command = new("check-config", "Check a configuration file.") { File };
        command.SetAction((arguments, _) => runner.RunBareAsync(() => Task.FromResult(Check(runner, arguments))));
        return command;
    }

    private static int Check(CommandRunner runner, ParseResult arguments)
    {
        string file = arguments.GetValue(File)!;
        IReadOnlyList<ConfigurationProblem> problems = ConfigurationCheck.Run(ConfigurationLoader.ReadFile(file), file);
        if (arguments.GetValue(runner.Options.Json))
        {
            JsonOutput.Write(
                runner.Environment.Output,
                new ConfigurationDocument(file, problems.Count == 0, [.. problems.Select(p => new ConfigurationProblemDocument(p.Line, p.Message))]));
        }
        else if (problems.Count == 0)
        {
            runner.Environment.Output.WriteLine($"{file}: valid");
        }

        foreach (ConfigurationProblem problem in problems)
            runner.Environment.Error.WriteLine(problem.At(file));
        return problems.Count == 0 ? ExitCodes.Done : ExitCodes.Usage;
    }
}
