using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests.Chaos;

/// <summary>Does what a case says to a migration under way, and mends what can be mended.</summary>
internal sealed class FaultInjector(VirtualLab lab, ShadowMigCli cli, ChaosCase chaos, string guest, RunningCommand runner)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private LabHost Source => lab[0];

    private LabHost Target => lab[1];

    /// <summary>Does it. What the other side refuses, for example since the guest has moved on, is no error here.</summary>
    public Task BeginAsync() => chaos.Fault switch
    {
        Fault.None => Task.CompletedTask,
        Fault.Interrupt => SignalAsync("INT", runner.Id),
        Fault.InterruptTwice => InterruptTwiceAsync(),
        Fault.Cancel => CancelAsync(),
        Fault.AbortJob => Source.VirshAsync("domjobabort", guest),
        Fault.KillRunner => SignalAsync("KILL", runner.Id),
        Fault.FreezeRunner => SignalAsync("STOP", runner.Id),
        Fault.KillSourceDaemon => lab.DaemonAsync(Source, "kill"),
        Fault.KillTargetDaemon => lab.DaemonAsync(Target, "kill"),
        Fault.FreezeSourceDaemon => SignalAsync("STOP", DaemonOf(Source)),
        Fault.FreezeTargetDaemon => SignalAsync("STOP", DaemonOf(Target)),
        Fault.KillSourceQemu => SignalAsync("KILL", QemuOf(Source)),
        Fault.KillTargetQemu => SignalAsync("KILL", QemuOf(Target)),
        Fault.FreezeSourceQemu => SignalAsync("STOP", QemuOf(Source)),
        Fault.FreezeTargetQemu => SignalAsync("STOP", QemuOf(Target)),
        Fault.CutTarget => lab.CutAsync(Target, "all"),
        Fault.CutSource => lab.CutAsync(Source, "all"),
        Fault.CutInbound => lab.CutAsync(Target, "inbound"),
        Fault.CutOutbound => lab.CutAsync(Target, "outbound"),
        Fault.CutData => lab.CutAsync(Target, "data"),
        Fault.CutControl => lab.CutAsync(Target, "control"),
        Fault.SqueezeLink => lab.LinkAsync(Source, $"{Math.Max(5, chaos.Link / 4)}MiB/s"),
        Fault.SuspendGuest => Source.VirshAsync("suspend", guest),
        Fault.ResetGuest => Source.VirshAsync("reset", guest),
        Fault.RebootGuest => RebootAsync(),
        Fault.PowerOff => SignalAsync("TERM", QemuOf(Source)),
        Fault.PlugDevice => PlugAsync(),
        Fault.DestroyGuest => Source.VirshAsync("destroy", guest),
        Fault.MigrateTwice => cli.RunAsync(["-c", Source.Uri, "migrate", guest, "--to", Target.Uri, .. chaos.MigrateOptions, "--json"]),
        _ => throw new InvalidOperationException($"no such fault: {chaos.Fault}"),
    };

    /// <summary>Mends it; a second time does no harm.</summary>
    public async Task EndAsync()
    {
        switch (chaos.Fault)
        {
            case Fault.FreezeRunner:
                await SignalAsync("CONT", runner.Id);
                break;
            case Fault.KillSourceDaemon or Fault.KillTargetDaemon:
                foreach (LabHost host in lab.Hosts)
                    await lab.DaemonAsync(host, "start");
                break;
            case Fault.FreezeSourceDaemon or Fault.FreezeTargetDaemon:
                await SignalAsync("CONT", DaemonOf(chaos.Fault == Fault.FreezeSourceDaemon ? Source : Target));
                break;
            case Fault.FreezeSourceQemu or Fault.FreezeTargetQemu:
                await SignalAsync("CONT", QemuOf(chaos.Fault == Fault.FreezeSourceQemu ? Source : Target));
                break;
            case Fault.CutTarget or Fault.CutSource or Fault.CutInbound or Fault.CutOutbound or Fault.CutData or Fault.CutControl:
                foreach (LabHost host in lab.Hosts)
                    await lab.CutAsync(host, "none");
                break;
            case Fault.SqueezeLink:
                await lab.LinkAsync(Source, $"{chaos.Link}MiB/s");
                break;
            case Fault.SuspendGuest:
                foreach (LabHost host in lab.Hosts)
                    await host.VirshAsync("resume", guest);
                break;
        }
    }

    private async Task InterruptTwiceAsync()
    {
        await SignalAsync("INT", runner.Id);
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        await SignalAsync("INT", runner.Id);
    }

    private async Task CancelAsync()
    {
        CliDocument status = await cli.JsonAsync("status");
        if (status.At("migrations").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } migration)
            await cli.RunAsync("cancel", migration.GetProperty("id").GetString()!);
    }

    // libvirt holds back what it is asked for while a job runs; a guest that restarts asks nobody.
    private async Task RebootAsync()
    {
        using Socket monitor = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await monitor.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(Source.Directory, "run", "qemu", guest + ".monitor")));
            await monitor.SendAsync("system_reset\n"u8.ToArray().AsMemory());
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
        catch (SocketException)
        {
            // It has moved on.
        }
    }

    private async Task PlugAsync()
    {
        string device = Path.GetTempFileName();
        await File.WriteAllTextAsync(device, "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>");
        await Source.VirshAsync("attach-device", guest, device, "--live");
        File.Delete(device);
    }

    // Who is gone already cannot be signalled.
    private static async Task SignalAsync(string signal, int? process)
    {
        if (process is { } id)
            await Command.RunAsync(Bound, "kill", $"-{signal}", $"{id}");
    }

    private static int? DaemonOf(LabHost host) => Process(Path.Combine(host.Directory, "run", "libvirtd.pid"), "libvirtd");

    private int? QemuOf(LabHost host) => Process(Path.Combine(host.Directory, "run", "qemu", guest + ".pid"), "qemu-system-x86");

    // A file may outlive its process, and the number may be somebody else's by now.
    private static int? Process(string file, string name)
    {
        try
        {
            int id = int.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture);
            return File.ReadAllText($"/proc/{id}/comm").Trim() == name ? id : null;
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            return null;
        }
    }
}
