using System.CommandLine;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Hosting.Http;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>serve</c>: the hosted service.</summary>
internal static class ServeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        Command command = new("serve", "Watch this node, its guests and the fleet; move guests where the autopilot is armed; export metrics and health by HTTP.");
        command.SetAction((arguments, cancellationToken) => runner.RunBareAsync(async () =>
        {
            using Interruption interruption = new(runner.Environment.CatchSignals, cancellationToken, hangUp: false);
            string? file = arguments.GetValue(runner.Options.ConfigurationFile);
            IConfiguration configuration = ConfigurationLoader.Load(file);
            bool named = arguments.GetResult(runner.Options.Connect) is { Implicit: false };
            interruption.Notify = signals =>
            {
                if (signals > 1)
                    runner.Environment.Error.WriteLine("shadowmig: still ending; if a move is being aborted, ending now would leave nobody watching");
            };
            ServiceHost host = new(runner.Environment, configuration, named ? arguments.GetValue(runner.Options.Connect) : null, file);
            return await host.RunAsync(null, interruption.Token);
        }));
        return command;
    }
}
