using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Commands;

/// <summary>What surrounds a command: where it writes, and what tests put in the place of libvirt.</summary>
internal sealed record CommandEnvironment
{
    /// <summary>Standard output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Why something is missing on <see cref="Output"/> that could not be written; null when nothing is.</summary>
    public Func<string?> OutputFailure { get; init; } = static () => null;

    /// <summary>Whether standard output is a terminal that understands control codes.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Columns and lines of the terminal at the moment of the call.</summary>
    public Func<(int Width, int Height)> TerminalSize { get; init; } = () => (Console.WindowWidth, Console.WindowHeight);

    /// <summary>Standard output that throws <see cref="IOException"/> once nobody reads it any more; null for <see cref="Output"/>.</summary>
    public Func<TextWriter>? OpenStream { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether signals of the process are caught.</summary>
    public bool CatchSignals { get; init; }

    /// <summary>The last word on what the commands are built from.</summary>
    public Action<IServiceCollection>? Override { get; init; }

    /// <summary>
    /// The environment of this process. From here on its console takes what cannot be written without an exception: a full disk or a lost
    /// terminal must not end whoever watches a migration.
    /// </summary>
    public static CommandEnvironment ForProcess()
    {
        // The console itself, since live displays and logs know it by its identity.
        LastingWriter output = new(Console.Out);
        Console.SetOut(output);
        Console.SetError(new LastingWriter(Console.Error));
        return new()
        {
            Output = Console.Out,
            Error = Console.Error,
            OutputFailure = () => output.Failure,
            IsTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb",
            OpenStream = StandardOutput.Open,
            CatchSignals = true,
        };
    }
}
