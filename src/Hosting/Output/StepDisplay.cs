using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>Shows which step is under way: a spinner on a terminal, a line a step elsewhere, nothing beside JSON.</summary>
internal static class StepDisplay
{
    /// <summary>Runs work that tells its steps.</summary>
    public static async Task<T> RunAsync<T>(HumanConsole console, bool silent, Func<IProgress<string>?, Task<T>> work)
    {
        if (silent)
            return await work(null);
        if (!console.IsTerminal)
            return await work(new Relay<string>(s => console.Line(HumanText.Plain(s))));
        return await console.Terminal.Status().StartAsync("…", context => work(new Relay<string>(s => context.Status(HumanText.Plain(s)))));
    }
}
