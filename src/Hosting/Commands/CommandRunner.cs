using System.CommandLine;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands;

/// <summary>Runs a command's body inside a session, and turns what can be expected to go wrong into one line and an exit code.</summary>
internal sealed class CommandRunner(CommandEnvironment environment, GlobalOptions options)
{
    /// <summary>What surrounds the command.</summary>
    public CommandEnvironment Environment { get; } = environment;

    /// <summary>Options that every command takes.</summary>
    public GlobalOptions Options { get; } = options;

    /// <summary>Runs a body that needs nothing but the environment.</summary>
    public async Task<int> RunBareAsync(Func<Task<int>> body)
    {
        try
        {
            return await body();
        }
        catch (OperationCanceledException)
        {
            return Explain(ExitCodes.Cancelled, "cancelled; nothing was changed");
        }
        catch (ConfigurationException e)
        {
            Environment.Error.WriteLine(e.Message);
            return Explain(ExitCodes.Usage, "the configuration is wrong; see 'shadowmig check-config'");
        }
        catch (Exception e) when (e is UsageException or OptionsValidationException)
        {
            return Explain(ExitCodes.Usage, e.Message);
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException)
        {
            return Explain(ExitCodes.Refused, e.Message);
        }
        catch (CoordinationUnavailableException e)
        {
            return Explain(ExitCodes.Refused, $"{e.Message}; nothing was changed ({e.Reason.Code})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Explain(ExitCodes.Usage, $"{e.Message}; check Migration:JournalPath and run as a user that may write there");
        }
        catch (DllNotFoundException)
        {
            return Explain(ExitCodes.Usage, "libvirt's client library libvirt.so.0 is not installed; on Debian: apt-get install libvirt0");
        }
    }

    /// <summary>Runs a body with the services that the configuration gives.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="body">The command itself.</param>
    /// <param name="cancellationToken">Ends the command like a signal.</param>
    public Task<int> RunAsync(ParseResult arguments, Func<CommandSession, Task<int>> body, CancellationToken cancellationToken) => RunBareAsync(async () =>
    {
        using Interruption interruption = new(Environment.CatchSignals, cancellationToken);
        await using CommandSession session = CommandSession.Open(Environment, Options, arguments, interruption);
        return await body(session);
    });

    private int Explain(int exitCode, string message)
    {
        Environment.Error.WriteLine($"shadowmig: {message}");
        return exitCode;
    }
}
