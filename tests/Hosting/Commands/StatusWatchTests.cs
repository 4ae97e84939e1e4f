using Microsoft.Extensions.Time.Testing;
using ShadowMig.Driver.Cluster;
using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Tests.Commands;

/// <summary>The loop of <c>status --watch</c>.</summary>
public sealed class StatusWatchTests
{
    private static readonly StatusReading Reading = new([Samples.Running], null, null, new(CoordinationMode.Local, null, null, [], []));
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly List<StatusMoment> _shown = [];
    private FakeTimeProvider _time = null!;
    private CancellationTokenSource _end = null!;

    [SetUp]
    public void SetUp()
    {
        _shown.Clear();
        _time = new(Samples.At);
        _end = new();
    }

    [TearDown]
    public void TearDown() => _end.Dispose();

    [Test, CancelAfter(10_000)]
    public async Task Run_TimePasses_ReadsAndShowsOncePerInterval()
    {
        Task run = Watch(_ => Task.FromResult(Reading)).RunAsync(_end.Token);
        Assert.That(_shown.Select(m => m.At), Is.EqualTo(new[] { Samples.At }));
        _time.Advance(Interval - TimeSpan.FromMilliseconds(1));
        Assert.That(_shown, Has.Count.EqualTo(1));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _time.Advance(Interval);
        await _end.CancelAsync();
        await run;
        Assert.That(_shown.Select(m => m.At - Samples.At), Is.EqualTo(new[] { TimeSpan.Zero, Interval, 2 * Interval }));
        Assert.That(_shown.Select(m => m.Reading), Is.All.SameAs(Reading));
    }

    [Test, CancelAfter(10_000)]
    public async Task Run_ReadingFails_IsShownAndReadAgain()
    {
        int calls = 0;
        Task run = Watch(_ => ++calls switch
        {
            1 => throw new IOException("the file is locked"),
            2 => throw new UnauthorizedAccessException("not for you"),
            _ => Task.FromResult(Reading),
        }).RunAsync(_end.Token);
        _time.Advance(Interval);
        _time.Advance(Interval);
        await _end.CancelAsync();
        await run;
        Assert.That(_shown.Select(m => (m.Failure, m.Reading)), Is.EqualTo(new (string?, StatusReading?)[] { ("the file is locked", null), ("not for you", null), (null, Reading) }));
    }

    [Test, CancelAfter(10_000)]
    public async Task Run_CancelledInTheMiddleOfAReading_EndsAtOnce()
    {
        Task run = Watch(async end =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, end);
            return Reading;
        }).RunAsync(_end.Token);
        Assert.That(run.IsCompleted, Is.False);
        await _end.CancelAsync();
        await run;
        Assert.That(_shown, Is.Empty);
    }

    [Test, CancelAfter(10_000)]
    public async Task Run_NobodyTakesTheOutput_Ends()
    {
        int calls = 0;
        await new StatusWatch(_time, Interval, _ => Task.FromResult(Reading), _ =>
        {
            calls++;
            throw new IOException("Broken pipe");
        }).RunAsync(_end.Token);
        Assert.That(calls, Is.EqualTo(1));
    }

    [Test]
    public void Run_SomethingElseBreaks_IsNotHidden() => Assert.ThrowsAsync<InvalidOperationException>(
        () => Watch(_ => throw new InvalidOperationException("a fault of ours")).RunAsync(_end.Token));

    private StatusWatch Watch(Func<CancellationToken, Task<StatusReading>> read) => new(_time, Interval, read, _shown.Add);
}
