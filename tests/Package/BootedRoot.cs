using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Package.Tests;

/// <summary>A Debian system that runs under its own systemd, in a container without a network.</summary>
internal sealed class BootedRoot : IDisposable
{
    private const string Unit = "shadowmig.service";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly RunningCommand _container;
    private readonly string _script;

    private BootedRoot(RunningCommand container, string script) => (_container, _script) = (container, script);

    /// <summary>Waits until it is up; skips the test with the reason where a container cannot be booted.</summary>
    public static async Task<BootedRoot> WhenUpAsync(RunningCommand container, string script, CancellationToken cancellationToken)
    {
        BootedRoot root = new(container, script);
        while (!container.HasEnded)
        {
            if ((await root.RunAsync("systemctl", "is-system-running")).Output.Trim() is "running" or "degraded")
                return root;
            await Task.Delay(200, cancellationToken);
        }

        root.Dispose();
        Assert.Ignore($"no container can be booted with systemd here: {container.Output} {container.Error}");
        return root;
    }

    public Task<CommandResult> RunAsync(params string[] command) => Command.RunAsync(Bound, _script, ["enter", $"{_container.Id}", .. command]);

    /// <summary>Runs what has to succeed.</summary>
    public async Task<string> OutputAsync(params string[] command) => (await Command.OutputAsync(Bound, _script, ["enter", $"{_container.Id}", .. command])).TrimEnd();

    /// <summary>A property of the service's unit, systemctl(1) <c>show</c>.</summary>
    public Task<string> PropertyAsync(string name) => OutputAsync("systemctl", "show", Unit, "--value", "-p", name);

    /// <summary>Waits until the service is started for the so-manieth time after failures, and is ready.</summary>
    public async Task UntilReadyAsync(int restarts, CancellationToken cancellationToken)
    {
        while (await PropertyAsync("NRestarts") != $"{restarts}" || await PropertyAsync("ActiveState") != "active")
        {
            if (cancellationToken.IsCancellationRequested)
                Assert.Fail($"not ready with {restarts} restarts:\n{(await RunAsync("journalctl", "-u", Unit, "--no-pager", "-o", "short-monotonic")).Output}");
            await Task.Delay(200, CancellationToken.None);
        }
    }

    /// <summary>Powers it off.</summary>
    public async Task PowerOffAsync()
    {
        await RunAsync("systemctl", "poweroff");
        await _container.WaitAsync(Bound);
    }

    public void Dispose() => _container.Dispose();
}
