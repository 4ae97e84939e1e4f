using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ShadowMig.Hosting.Commands.Manual;

/// <summary>Help that ends with examples.</summary>
internal sealed class ExampleHelp(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>Help is shown whatever else is wrong with the command line.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = help.Invoke(parseResult);
        Command command = parseResult.CommandResult.Command;
        IReadOnlyList<CommandExample> examples = CommandExamples.Of(command is RootCommand ? CommandTree.Program : command.Name);
        if (examples.Count == 0)
            return exitCode;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (CommandExample example in examples)
            output.WriteLine($"  {example.Line}{Environment.NewLine}      {example.Does}");
        output.WriteLine();
        return exitCode;
    }
}
