using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ShadowMig.Hosting.Page;
using ShadowMig.Hosting.Page.Markup;
using ShadowMig.Hosting.Page.Sections;

namespace ShadowMig.Hosting.Tests.Page;

public sealed class EventStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private CancellationTokenSource _stopping = null!;
    private MemoryStream _body = null!;
    private CountingTime _time = null!;
    private EventStream _stream = null!;
    private IReadOnlyList<LivePart> _parts = [];
    private int _reads;

    [SetUp]
    public void SetUp()
    {
        (_stopping, _body, _time, _parts, _reads) = (new(), new(), new(), [], 0);
        Mock<IHostApplicationLifetime> lifetime = new();
        lifetime.SetupGet(l => l.ApplicationStopping).Returns(_stopping.Token);
        _stream = new(lifetime.Object, _time);
    }

    [TearDown]
    public void TearDown()
    {
        _stopping.Dispose();
        _body.Dispose();
    }

    [Test]
    public async Task Serve_SendsAllOnceThenWhatChangedThenAHeartbeat()
    {
        _parts = [new("a", Html.Text("one\ntwo")), new("b", Html.Of($"<p>\n</p>"))];
        Task serving = _stream.ServeAsync(Context(CancellationToken.None), ReadAsync);
        AssertSent("data: a\ndata: one&#xA;two\n\ndata: b\ndata: <p>\ndata: </p>\n\n");

        Pass(1);
        AssertSent("");
        _parts = [_parts[0], new("b", Html.Text("three"))];
        Pass(1);
        AssertSent("data: b\ndata: three\n\n");
        for (int i = 0; i < 14; i++)
            Pass(1);
        AssertSent("");
        Pass(1);
        AssertSent(": nothing changed\n\n");

        await _stopping.CancelAsync();
        await serving.WaitAsync(Patience);
    }

    [Test]
    public async Task Serve_OneTooMany_IsRefusedUntilAnotherLeaves()
    {
        using CancellationTokenSource leave = new();
        using CancellationTokenSource leaveToo = new();
        Task first = _stream.ServeAsync(Context(leave.Token), ReadAsync);
        Task[] others = [.. Enumerable.Range(1, EventStream.MostListeners - 1).Select(_ => _stream.ServeAsync(Context(leaveToo.Token), ReadAsync))];
        HttpContext refused = Context(CancellationToken.None);
        await _stream.ServeAsync(refused, ReadAsync);
        Assert.That((refused.Response.StatusCode, (string?)refused.Response.Headers.RetryAfter), Is.EqualTo((503, "10")));

        await leave.CancelAsync();
        await first.WaitAsync(Patience);
        HttpContext admitted = Context(leaveToo.Token);
        Task last = _stream.ServeAsync(admitted, ReadAsync);
        Assert.That(admitted.Response.StatusCode, Is.EqualTo(200));
        await leaveToo.CancelAsync();
        await Task.WhenAll([last, .. others]).WaitAsync(Patience);
    }

    [Test]
    public async Task Serve_ListenerLeft_ReadsNoMore()
    {
        using CancellationTokenSource leave = new();
        Task serving = _stream.ServeAsync(Context(leave.Token), ReadAsync);
        await leave.CancelAsync();
        await serving.WaitAsync(Patience);
        int before = _reads;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(_reads, Is.EqualTo(before));
    }

    private DefaultHttpContext Context(CancellationToken aborted)
    {
        DefaultHttpContext context = new() { RequestAborted = aborted };
        context.Response.Body = _body;
        return context;
    }

    private Task<IReadOnlyList<LivePart>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _reads);
        return Task.FromResult(_parts);
    }

    // A stream waits again after it wrote.
    private void Pass(int seconds)
    {
        int before = _time.Timers;
        _time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.That(SpinWait.SpinUntil(() => _time.Timers > before, Patience), Is.True);
    }

    private void AssertSent(string expected)
    {
        Assert.That(Encoding.UTF8.GetString(_body.ToArray()), Is.EqualTo(expected));
        _body.SetLength(0);
    }

    private sealed class CountingTime : FakeTimeProvider
    {
        private int _timers;

        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _timers);
            return timer;
        }
    }
}
