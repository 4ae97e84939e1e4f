using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using ShadowMig.Hosting.Tests.Deploy;
using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests;

/// <summary>Every panel shows something when a real Prometheus has scraped a service that saw guests, a fleet and a migration.</summary>
[TestFixture]
[Category("Lab")]
public sealed partial class DashboardTests
{
    private const int Port = 9753;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What has no series in a lab where all goes well, and why.</summary>
    private static readonly Dictionary<string, string> Silent = new()
    {
        ["ALERTS{alertname=~\"ShadowMig.+\"}"] = "only while an alert is pending or firing",
        ["shadowmig_migrations_total{"] = "reasons appear with the first migration that does not complete",
        ["shadowmig_coordination_lease_age_seconds"] = "there is no lease in mode Local",
        ["shadowmig_api_requests_total"] = "the API is off unless configured, and its series appear with the first request",
        ["shadowmig_domain_network_bytes_per_second"] = "the lab's guests have no network",
        ["shadowmig_domain_vcpu_dirty_rate_bytes_per_second"] = "needs QEMU's dirty ring, which only working KVM has",
    };

    private string _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("shadowmig-dashboards-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Panels_ServiceScrapedDuringAMigration_ShowData()
    {
        PrometheusServer.Require();
        await using VirtualLab lab = await VirtualLab.UpAsync("dashboards", "trixie", "--hosts", "2");
        // A balloon that reports faults and swap comes with Linux.
        await lab.StartGuestAsync("linux", lab[0], "--kind", "linux", "--dirty", "1MiB", "--rate", "100");
        // 150 MiB that travel at 20 MiB/s leave time for several scrapes.
        await lab.StartGuestAsync("mover", lab[0], "--memory", "256MiB", "--dirty", "8MiB", "--rate", "500", "--workload", "idle=157286400");
        string configuration = Configure(lab);
        DateTimeOffset started = TimeProvider.System.GetUtcNow();
        using var serve = RunningCommand.Start(
            Repository.Script("lab"), "exec", "--name", lab.Name, lab[0].Name, ShadowMigCli.Executable, "serve", "--config", configuration);
        using var prometheus = PrometheusServer.Start($"{lab[0].Address}:{Port}", DeployFolder.Rules);
        await UntilAllAnswerAsync([new("shadowmig_domain_working_set_bytes", null), new("shadowmig_fleet_node_demand_ratio", null)]);

        CommandResult migrated = await lab.ExecAsync(
            lab[0], ShadowMigCli.Executable, "migrate", "mover", "--to", lab[1].Uri, "--max-downtime", "1s", "--bandwidth", "20MiB/s", "--config", configuration);
        Assert.That(migrated.ExitCode, Is.Zero, migrated.ToString());

        PanelQuery[] queries = [.. Queries().Distinct().Where(query => !Silent.Keys.Any(query.Text.Contains))];
        Assert.That(queries, Has.Length.GreaterThan(80));
        await UntilAllAnswerAsync(queries);

        async Task UntilAllAnswerAsync(PanelQuery[] left)
        {
            long begun = TimeProvider.System.GetTimestamp();
            while ((left = await FindUnansweredAsync(prometheus, started, left)).Length > 0)
            {
                if (TimeProvider.System.GetElapsedTime(begun) > Patience)
                    Assert.Fail($"no data within {Patience.TotalSeconds} s:\n{string.Join('\n', left.Select(query => query.Text))}\n{serve.Error}\n{prometheus.Log}");
                await Task.Delay(TimeSpan.FromSeconds(2));
            }
        }
    }

    [Test]
    public void Silent_EachOfThem_IsAskedForByAPanel() =>
        Assert.That(Silent.Keys.Where(part => !Queries().Any(query => query.Text.Contains(part, StringComparison.Ordinal))), Is.Empty);

    // The panels' and the variables' queries as Grafana sends them when all is chosen.
    private static IEnumerable<PanelQuery> Queries() => Dashboard.All.SelectMany(dashboard => dashboard.Panels.SelectMany(panel => panel.Queries)
        .Concat(dashboard.Variables.Values.OfType<string>().Select(query => new PanelQuery(LabelValues().Match(query).Groups["series"].Value, null)))
        .Select(query => query with
        {
            Text = Variable().Replace(query.Text.Replace("$__rate_interval", "1m", StringComparison.Ordinal).Replace("$__range", "10m", StringComparison.Ordinal), ".*"),
        }));

    private static async Task<PanelQuery[]> FindUnansweredAsync(PrometheusServer prometheus, DateTimeOffset since, IEnumerable<PanelQuery> queries)
    {
        List<PanelQuery> unanswered = [];
        foreach (PanelQuery query in queries)
        {
            if (!await prometheus.AnswersAsync(query.Text, [.. query.Labels], since))
                unanswered.Add(query);
        }

        return [.. unanswered];
    }

    // One rule of each kind, none of which comes into effect; a certificate where QEMU of the host would look for it.
    private string Configure(VirtualLab lab)
    {
        WriteCertificate(lab[0]);
        string inventory = string.Join(", ", lab.Hosts.Select(host => $"\"{host.Name}\": {{ \"Uri\": \"{host.Uri}\" }}"));
        string file = Path.Combine(_folder, "shadowmig.json");
        File.WriteAllText(file, $$"""
            {
              "Http": { "Address": "http://{{lab[0].Address}}:{{Port.ToString(CultureInfo.InvariantCulture)}}" },
              "Monitoring": { "SamplePeriod": "1s", "ObservationInterval": "5s", "ObservationPeriods": ["1s", "2s"], "Probe": true },
              "Migration": { "Tls": false, "JournalPath": "{{_folder}}/journal.db" },
              "Nodes": { {{inventory}} },
              "Rules": {
                "busy-guest": { "Signal": "guest-cpu-utilization", "Threshold": 0.99, "Duration": "30m", "Resource": "cpu" },
                "worn-out": { "Signal": "node-cpu-utilization", "Threshold": 0.99, "Duration": "30m", "Effect": "degrading", "Resource": "hardware" }
              }
            }
            """);
        return file;
    }

    private void WriteCertificate(LabHost host)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=lab", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(90));
        File.WriteAllText(Path.Combine(_folder, "server-cert.pem"), certificate.ExportCertificatePem());
        File.AppendAllText(Path.Combine(host.Directory, "etc", "qemu.conf"), $"\nmigrate_tls_x509_cert_dir = \"{_folder}\"\n");
    }

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"label_values\((?<series>.*), \w+\)")]
    private static partial Regex LabelValues();
}
