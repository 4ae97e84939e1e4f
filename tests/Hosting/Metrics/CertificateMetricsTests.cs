using System.Security.Cryptography.X509Certificates;

namespace ShadowMig.Hosting.Tests.Metrics;

public sealed class CertificateMetricsTests
{
    private const string Metric = "shadowmig_certificate_expiry_timestamp_seconds";
    private const string ServerCertificate = "/etc/pki/libvirt/servercert.pem";

    private static readonly DateTimeOffset End = Samples.At.AddDays(20);

    private string _root = null!;

    [SetUp]
    public void SetUp() => _root = Directory.CreateTempSubdirectory("shadowmig-pki-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task Scrape_SeveralCertificatesInAFile_ShowsTheFirstEnd()
    {
        Write(End.AddYears(1), End);
        using MetricsFixture metrics = new(_root);
        metrics.ReadCertificates();

        string expected = $"{Metric}{{certificate=\"{ServerCertificate}\"}} {End.ToUnixTimeSeconds()}";
        Assert.That((await metrics.ScrapeAsync()).Where(l => l.StartsWith(Metric, StringComparison.Ordinal)), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public async Task Scrape_CertificateGone_HasNoSeries()
    {
        Write(End);
        using MetricsFixture metrics = new(_root);
        metrics.ReadCertificates();
        await metrics.ScrapeAsync();
        File.Delete(_root + ServerCertificate);
        metrics.ReadCertificates();

        Assert.That(await metrics.ScrapeAsync(), Has.None.StartWith(Metric));
    }

    [Test]
    public async Task Scrape_AnotherMachineIsWatched_ShowsNoneOfThisOne()
    {
        Write(End);
        using MetricsFixture metrics = new(_root, Samples.DestinationUri);
        metrics.ReadCertificates();

        Assert.That(await metrics.ScrapeAsync(), Has.None.StartWith(Metric));
    }

    private void Write(params DateTimeOffset[] ends)
    {
        string file = _root + ServerCertificate;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, ends.Select(end =>
        {
            using X509Certificate2 certificate = Samples.Certificate(end);
            return certificate.ExportCertificatePem();
        }));
    }
}
