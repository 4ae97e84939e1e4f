using ShadowMig.Benchmarks.Cells;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Running;

/// <summary>One guest that goes from host to host; started anew when it is broken or lost.</summary>
internal sealed class BenchGuest(BenchLab lab, Cell cell) : IAsyncDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);
    private BeatLog? _beats;

    /// <summary>Name in libvirt.</summary>
    public const string Name = "bench";

    public BenchLab Lab => lab;

    public Cell Cell => cell;

    public BeatLog Beats => _beats ?? throw new InvalidOperationException("the guest was not started");

    /// <summary>Whether its memory was looked at in full since it started.</summary>
    public bool Checked { get; private set; }

    /// <summary>The host that runs it, whole and beating; it is started anew when there is none.</summary>
    public async Task<int> LocateAsync(CancellationToken cancellationToken)
    {
        if (_beats is not null && _beats.Fault is null && Running() is { } host && await IsBeatingAsync(cancellationToken))
            return host;
        await StartAsync(cancellationToken);
        return 0;
    }

    /// <summary>Whether it beats now.</summary>
    public async Task<bool> IsBeatingAsync(CancellationToken cancellationToken)
    {
        long from = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(from) < Silence)
        {
            await Task.Delay(50, cancellationToken);
            if (Beats.Since(from) is [.., var last] && last.Timestamp > from)
                return true;
        }
        return false;
    }

    /// <summary>The one host that runs it; null when none or both do.</summary>
    public int? Running()
    {
        int[] running = [.. Enumerable.Range(0, lab.Hosts.Count).Where(IsRunningOn)];
        return running is [var host] ? host : null;
    }

    /// <summary>Waits for the guest's own verdict on all of its memory.</summary>
    public async Task<bool> CheckAsync()
    {
        Checked = true;
        return (await lab.GuestAsync("check", Name, "--timeout", "60")).ExitCode == 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (_beats is not null)
            await _beats.DisposeAsync();
        _beats = null;
        await lab.GuestAsync("destroy", Name);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        CommandResult started = await lab.GuestAsync("start", [Name, "--host", lab.Hosts[0].Name, .. cell.GuestOptions()]);
        if (started.ExitCode != 0)
            throw new InvalidOperationException(started.ToString());
        Checked = false;
        _beats = new BeatLog(lab.Hosts.Select(h => Path.Combine(h.ConsoleDirectory, Name + ".log")));
        await Task.Delay(Settle, cancellationToken);
    }

    private bool IsRunningOn(int host)
    {
        using ILibvirtDomain? domain = lab.Connection(host).FindDomainByName(Name);
        return domain?.GetState().State == DomainState.Running;
    }
}
