using System.Text.Json;
using ShadowMig.Hosting.Tests.Systemd;
using ShadowMig.Lab.Tests.Support;
using ShadowMig.Tests;

namespace ShadowMig.Package.Tests;

/// <summary>The life of the package on a machine: installed, run, upgraded, removed, purged. Each test goes on where the one before it ended.</summary>
[Category("Package")]
public sealed class PackageTests
{
    private const string Configuration = "/etc/shadowmig/shadowmig.yaml";
    private const string Journal = "/var/lib/shadowmig/journal.db";
    private const string Socket = "/run/shadowmig/api.sock";
    private const string LaterVersion = "99.0";
    private static readonly string[] AsService = ["setpriv", "--reuid=shadowmig", "--regid=shadowmig", "--init-groups", "--no-new-privs", "--bounding-set=-all"];

    private readonly int _port = LoopbackPort.Free();
    private DebianRoot _root = null!;
    private string _package = "";

    [OneTimeSetUp]
    public async Task BuildAndPrepare()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Ignore("a root to install packages in needs root");
        _root = await DebianRoot.CreateAsync();
        _package = await DebianPackage.BuildAsync(_root.Packages);
    }

    [OneTimeTearDown]
    public void TearDown() => _root?.Dispose();

    [Test, Order(1)]
    public async Task Install_OnAMachineWithoutDotNet_GivesCommandUserAndUnit()
    {
        await _root.OutputAsync("apt-get", "-qq", "-o", "APT::Sandbox::User=root", "update");
        await AptAsync("install", $"/packages/{_package}");

        Assert.That((await _root.RunAsync("sh", "-c", "command -v dotnet")).ExitCode, Is.Not.Zero);
        Assert.That(await _root.OutputAsync("shadowmig", "--version"), Does.Match(@"^\d+\.\d+\.\d+"));
        Assert.That((await _root.OutputAsync("id", "-nG", "shadowmig")).Split(' '), Is.EquivalentTo(new[] { "shadowmig", "libvirt" }));
        Assert.That(await _root.OutputAsync("stat", "-c", "%U %a", "/var/lib/shadowmig", Journal), Is.EqualTo("shadowmig 700\nshadowmig 600"));
        Assert.That(await ExistsAsync("/etc/systemd/system/multi-user.target.wants/shadowmig.service"), Is.True, "enabled");
        Assert.That(await _root.OutputAsync("shadowmig", "check-config", Configuration), Is.EqualTo($"{Configuration}: valid"));
        await _root.OutputAsync("systemd-analyze", "verify", "--man=no", "shadowmig.service");
    }

    [Test, Order(2)]
    public async Task Files_OfThePackage_AreWhereTheyAreLookedFor()
    {
        foreach (string file in (string[])
            ["/usr/share/man/man1/shadowmig.1.gz", "/usr/share/bash-completion/completions/shadowmig", "/usr/share/zsh/vendor-completions/_shadowmig",
             "/usr/share/polkit-1/rules.d/60-shadowmig.rules", "/usr/share/shadowmig/prometheus/rules/shadowmig-alerts.yml"])
        {
            Assert.That(await _root.OutputAsync("dpkg", "-S", file), Does.StartWith("shadowmig:"), file);
        }

        JsonElement bill = JsonDocument.Parse(await _root.OutputAsync("cat", "/usr/share/doc/shadowmig/shadowmig.cdx.json")).RootElement;
        JsonElement[] components = [.. bill.GetProperty("components").EnumerateArray()];
        string[] names = [.. components.Select(component => component.GetProperty("name").GetString()!)];
        Assert.Multiple(() =>
        {
            Assert.That(names, Is.SupersetOf(new[] { "System.CommandLine", "Spectre.Console", "dotnet-etcd", "Microsoft.Data.Sqlite.Core", "YamlDotNet" }));
            Assert.That(names, Has.Some.Contains("NativeAOT").IgnoreCase, "the runtime that is compiled in");
            Assert.That(names, Has.None.Contains("Analyzers"));
            Assert.That(components.Where(component => !component.TryGetProperty("licenses", out _)).Select(component => component.GetProperty("name").GetString()), Is.Empty, "without a licence");
        });
    }

    [Test, Order(3)]
    public async Task Journal_WrittenByRoot_StaysTheServices()
    {
        string asRoot = await _root.OutputAsync("shadowmig", "history", "--json");
        string asService = await _root.OutputAsync([.. AsService, "shadowmig", "history", "--json"]);

        Assert.That(JsonDocument.Parse(asRoot).RootElement.GetProperty("migrations").GetArrayLength(), Is.Zero);
        Assert.That(asService, Is.EqualTo(asRoot));
        Assert.That(await _root.OutputAsync("sh", "-c", "stat -c %U /var/lib/shadowmig/* | sort -u"), Is.EqualTo("shadowmig"));
    }

    [Test, Order(4), CancelAfter(60_000)]
    public async Task Serve_AsTheServicesUser_AnswersAndTellsSystemd(CancellationToken timeout)
    {
        await _root.OutputAsync("sh", "-c", $"printf 'Http:\\n  Address: http://127.0.0.1:{_port}\\n' >> {Configuration}");
        using NotifySocket systemd = new($"@shadowmig-package-{Environment.ProcessId}");
        using RunningCommand serve = _root.Start(
            ["env", $"NOTIFY_SOCKET={systemd.Name}", "WATCHDOG_USEC=4000000", .. AsService, "shadowmig", "serve", "-c", "test:///default"]);

        await AwaitAsync(systemd, serve, "READY=1", timeout);
        await AwaitAsync(systemd, serve, "WATCHDOG=1", timeout);
        using HttpClient http = new() { BaseAddress = new($"http://127.0.0.1:{_port}") };
        string metrics = await http.GetStringAsync("/metrics", timeout);
        string ready = await http.GetStringAsync("/readyz", timeout);
        string rules = await http.GetStringAsync("/rules", timeout);
        await serve.SignalAsync("HUP");
        await AwaitAsync(systemd, serve, "RELOADING=1", timeout);
        await AwaitAsync(systemd, serve, "READY=1", timeout);
        await serve.SignalAsync("TERM");
        await AwaitAsync(systemd, serve, "STOPPING=1", timeout);
        CommandResult result = await serve.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
            Assert.That(metrics, Does.Contain("shadowmig_build_info").And.Contain("shadowmig_collector_up 1"));
            Assert.That(ready, Is.EqualTo("ok\n"));
            Assert.That(JsonDocument.Parse(rules).RootElement.GetProperty("rules").GetArrayLength(), Is.GreaterThan(0));
        });
    }

    [Test, Order(5), CancelAfter(180_000)]
    public async Task Service_UnderSystemd_IsReadyReloadsAndIsStartedAgain(CancellationToken timeout)
    {
        using BootedRoot machine = await _root.BootAsync(timeout);
        await machine.UntilReadyAsync(restarts: 0, timeout);
        await machine.OutputAsync("systemd-analyze", "security", "--threshold=20", "--no-pager", "shadowmig.service");

        await machine.OutputAsync("sh", "-c", $"printf 'Api:\\n  Socket: {Socket}\\n  Group: libvirt\\n' >> {Configuration}");
        await machine.OutputAsync("systemctl", "restart", "shadowmig");
        await machine.UntilReadyAsync(restarts: 0, timeout);
        Assert.That(await machine.OutputAsync("stat", "-c", "%U:%G %a", Socket), Is.EqualTo("shadowmig:libvirt 660"));

        string process = await machine.PropertyAsync("MainPID");
        await machine.OutputAsync("systemctl", "reload", "shadowmig");
        Assert.That(await machine.PropertyAsync("MainPID"), Is.EqualTo(process));
        JsonElement status = JsonDocument.Parse(await machine.OutputAsync("shadowmig", "status", "--json")).RootElement;
        Assert.That(status.GetProperty("service").ValueKind, Is.EqualTo(JsonValueKind.Object), "it answers");

        await machine.OutputAsync("systemctl", "kill", "--signal=KILL", "shadowmig");
        await machine.UntilReadyAsync(restarts: 1, timeout);

        // The watchdog is fed only while libvirt answers; two minutes of the unit are long for a test.
        await machine.OutputAsync("sh", "-c", "mkdir -p /run/systemd/system/shadowmig.service.d && printf '[Service]\\nWatchdogSec=4s\\n' > /run/systemd/system/shadowmig.service.d/watchdog.conf");
        await machine.OutputAsync("systemctl", "daemon-reload");
        await machine.OutputAsync("systemctl", "restart", "shadowmig");
        await machine.UntilReadyAsync(restarts: 0, timeout);
        await machine.OutputAsync("sh", "-c", "kill -STOP $(cat /run/libvirtd.pid)");
        await machine.UntilReadyAsync(restarts: 1, timeout);
        await machine.OutputAsync("sh", "-c", "kill -CONT $(cat /run/libvirtd.pid)");
        Assert.That(await machine.OutputAsync("journalctl", "-u", "shadowmig", "--no-pager"), Does.Contain("Watchdog timeout"));

        await machine.OutputAsync("systemctl", "stop", "shadowmig");
        Assert.That(await machine.PropertyAsync("Result"), Is.EqualTo("success"));
        await machine.PowerOffAsync();
    }

    [Test, Order(6)]
    public async Task Upgrade_ToALaterVersion_KeepsConfigurationAndJournal()
    {
        string before = await _root.OutputAsync("sha256sum", Configuration, Journal);
        string later = await DebianPackage.RaiseAsync(_root.Packages, _package, LaterVersion);

        await AptAsync("install", $"/packages/{later}");

        Assert.That(await _root.OutputAsync("dpkg-query", "-W", "-f=${Version}", "shadowmig"), Is.EqualTo(LaterVersion));
        Assert.That(await _root.OutputAsync("sha256sum", Configuration, Journal), Is.EqualTo(before));
        Assert.That(await _root.OutputAsync([.. AsService, "shadowmig", "history"]), Is.Not.Null);
    }

    [Test, Order(7)]
    public async Task Remove_ThePackage_LeavesConfigurationJournalAndUser()
    {
        await AptAsync("remove", "shadowmig");

        Assert.That(await ExistsAsync("/usr/bin/shadowmig"), Is.False);
        Assert.That(await ExistsAsync("/usr/lib/shadowmig"), Is.False);
        Assert.That(await ExistsAsync(Configuration), Is.True);
        Assert.That(await ExistsAsync(Journal), Is.True);
        Assert.That((await _root.RunAsync("getent", "passwd", "shadowmig")).ExitCode, Is.Zero);
    }

    [Test, Order(8)]
    public async Task Purge_ThePackage_LeavesNothing()
    {
        await AptAsync("purge", "shadowmig");

        foreach (string path in (string[])["/etc/shadowmig", "/var/lib/shadowmig", "/etc/systemd/system/multi-user.target.wants/shadowmig.service"])
            Assert.That(await ExistsAsync(path), Is.False, path);
        Assert.That((await _root.RunAsync("getent", "passwd", "shadowmig")).ExitCode, Is.Not.Zero);
        Assert.That((await _root.RunAsync("getent", "group", "shadowmig")).ExitCode, Is.Not.Zero);
        Assert.That((await _root.RunAsync("getent", "group", "libvirt")).ExitCode, Is.Zero, "it is libvirt's");
    }

    private Task<string> AptAsync(string verb, string package) => _root.OutputAsync(
        "apt-get", "-qq", "-y", "-o", "APT::Sandbox::User=root", "-o", "Dpkg::Use-Pty=0", "--no-install-recommends", verb, package);

    // A link counts by itself, wherever it leads.
    private async Task<bool> ExistsAsync(string path) => (await _root.RunAsync("sh", "-c", $"[ -e {path} ] || [ -L {path} ]")).ExitCode == 0;

    private static async Task AwaitAsync(NotifySocket systemd, RunningCommand serve, string message, CancellationToken timeout)
    {
        List<string> heard = [];
        try
        {
            do
                heard.AddRange(await systemd.NextAsync(timeout));
            while (!heard.Contains(message));
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"systemd was not told {message}, but {string.Join(", ", heard)}\n{serve.Output}\n{serve.Error}");
        }
    }
}
