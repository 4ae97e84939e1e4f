using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Signals;
using ShadowMig.Driver.Monitoring.Signals.Queries;
using ShadowMig.Tests;

namespace ShadowMig.Driver.Tests.Monitoring.Signals;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class QueryTests
{
    private const string One = """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1700000000.1,"0.25"]}]}}""";

    private const string Guests = """
        {"status":"success","data":{"resultType":"vector","result":[
          {"metric":{"domain":"web"},"value":[1,"1"]},{"metric":{"uuid":"11111111-2222-3333-4444-555555555555"},"value":[1,"2"]},{"metric":{"domain":"gone"},"value":[1,"3"]}]}}
        """;

    private readonly Mock<IQueryClient> _client = new();
    private readonly Mock<ISnapshotSource> _snapshots = new();
    private readonly QueryStore _store = new();
    private readonly FakeTimeProvider _time = new(new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero));
    private readonly SignalOptions _options = new() { PrometheusUrl = new("http://127.0.0.1:9090") };

    private NodeSnapshot _snapshot = new() { Node = new() { HostName = "n\"1", At = default } };

    [SetUp]
    public void SetUp() => _snapshots.SetupGet(s => s.Latest).Returns(() => _snapshot);

    [Test]
    public void Parse_VectorAndScalar_AreNumbers() => Assert.Multiple(() =>
    {
        Assert.That(QueryAnswer.Parse(Bytes(One)), Is.EqualTo(new[] { new QueryElement(null, null, 0.25) }));
        Assert.That(QueryAnswer.Parse(Bytes("""{"status":"success","data":{"resultType":"scalar","result":[1,"7"]}}""")).Single().Value, Is.EqualTo(7));
        Assert.That(QueryAnswer.Parse(Bytes(One.Replace("0.25", "NaN", StringComparison.Ordinal))).Single().Value, Is.NaN);
    });

    [TestCase("""{"status":"error","errorType":"bad_data","error":"parse error at char 3"}""", "parse error at char 3")]
    [TestCase("""{"status":"success","data":{"resultType":"matrix","result":[]}}""", "the result is a matrix")]
    [TestCase("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1]}]}}""", "no answer of Prometheus")]
    [TestCase("""{"status":"success"}""", "no answer of Prometheus")]
    [TestCase("[]", "no answer of Prometheus")]
    [TestCase("<html>", "no answer of Prometheus")]
    [TestCase("", "no answer of Prometheus")]
    public void Parse_OtherAnswer_SaysWhatCame(string json, string message) =>
        Assert.That(() => QueryAnswer.Parse(Bytes(json)), Throws.InstanceOf<FormatException>().With.Message.Contains(message));

    [Test]
    public void Parse_EveryCutOfAnAnswer_NeverThrowsAnythingElse()
    {
        for (int length = 0; length < One.Length; length++)
        {
            string cut = One[..length];
            Assert.That(() => QueryAnswer.Parse(Bytes(cut)), Throws.InstanceOf<FormatException>());
        }
    }

    [Test]
    public async Task TickAsync_Answer_IsASignalThatHoldsForThreeIntervals()
    {
        Ask("disk", "max(x)", One);
        await TickAsync();
        Assert.That(Read(), Is.EqualTo(new[] { new SignalReading("query:disk", null, 0.25, _time.GetUtcNow(), _time.GetUtcNow().AddSeconds(45)) }));
    }

    [Test]
    public async Task TickAsync_NodeInTheQuery_IsItsHostNameAsText()
    {
        Ask("disk", "x{instance=\"$node\"}", One);
        await TickAsync();
        _client.Verify(c => c.QueryAsync(It.IsAny<Uri>(), "x{instance=\"n\\\"1\"}", It.IsAny<CancellationToken>()));
    }

    [Test]
    public async Task TickAsync_NodeNotKnownYet_DoesNotAsk()
    {
        _snapshot = new();
        Ask("disk", "x{instance=\"$node\"}", One);
        await TickAsync();
        _client.Verify(c => c.QueryAsync(It.IsAny<Uri>(), It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test]
    public async Task TickAsync_GuestScope_FindsGuestsByTheirLabels()
    {
        Guid other = Guid.Parse("11111111-2222-3333-4444-555555555555");
        _snapshot = new() { Guests = [new() { Domain = new("web", Guid.NewGuid()), At = default }, new() { Domain = new("other", other), At = default }] };
        Ask("latency", "y", Guests, SignalScope.Guest);
        await TickAsync();
        Assert.That(Read().Select(r => (r.Guest?.Name, r.Value)), Is.EqualTo(new[] { ("web", 1.0), ("other", 2.0) }));
    }

    [Test]
    public async Task TickAsync_ManySeriesForANode_GiveNoReading()
    {
        Ask("disk", "y", Guests);
        await TickAsync();
        Assert.That(Read(), Is.Empty);
    }

    [Test]
    public async Task TickAsync_ServerGone_KeepsTheLastReadingUntilItIsStale()
    {
        Ask("disk", "x", One);
        await TickAsync();
        _client.Setup(c => c.QueryAsync(It.IsAny<Uri>(), It.IsAny<string>(), It.IsAny<CancellationToken>())).ThrowsAsync(new HttpRequestException("refused"));
        _time.Advance(TimeSpan.FromSeconds(15));
        await TickAsync();
        Assert.That(Read().Single().At, Is.EqualTo(_time.GetUtcNow().AddSeconds(-15)));
    }

    [Test, CancelAfter(30_000)]
    public async Task TickAsync_ServerHangs_IsLeftBehindAtTheBound(CancellationToken token)
    {
        Ask("disk", "x", One);
        TaskCompletionSource asked = new();
        _client.Setup(c => c.QueryAsync(It.IsAny<Uri>(), It.IsAny<string>(), It.IsAny<CancellationToken>())).Returns(async (Uri _, string _, CancellationToken bound) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, bound);
            return [];
        });
        Task tick = TickAsync();
        await asked.Task.WaitAsync(token);
        _time.Advance(_options.QueryBound);
        await tick.WaitAsync(token);
        Assert.That(Read(), Is.Empty);
    }

    [Test]
    public async Task TickAsync_QueryRemoved_ItsReadingIsGone()
    {
        Ask("disk", "x", One);
        await TickAsync();
        _options.Queries.Clear();
        await TickAsync();
        Assert.That(Read(), Is.Empty);
    }

    [Test]
    public async Task TickAsync_NotConfigured_AsksNobody()
    {
        _options.PrometheusUrl = null;
        Ask("disk", "x", One);
        await TickAsync();
        _client.Verify(c => c.QueryAsync(It.IsAny<Uri>(), It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private void Ask(string name, string query, string answer, SignalScope scope = SignalScope.Node)
    {
        _options.Queries[name] = new() { Query = query, Scope = scope };
        _client.Setup(c => c.QueryAsync(It.IsAny<Uri>(), It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync(Bytes(answer));
    }

    private async Task TickAsync()
    {
        using QueryWatcher watcher = new(_client.Object, new FixedOptions<SignalOptions>(_options), _snapshots.Object, _store, _time, NullLogger<QueryWatcher>.Instance);
        await watcher.TickAsync(CancellationToken.None);
    }

    private SignalReading[] Read() => [.. new QuerySignals(_store).Read(new(_snapshot, _time.GetUtcNow(), TimeSpan.FromSeconds(6), IsLocal: false))];
}
