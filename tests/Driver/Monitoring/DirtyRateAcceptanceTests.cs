using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Monitoring;

public sealed class DirtyRateAcceptanceTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly DirtyRateReading Ours = new()
    {
        Status = DirtyRateStatus.Measured,
        StartTime = 500,
        Period = Period,
        Mode = DirtyRateMode.DirtyRing,
        MebibytesPerSecond = 48,
    };

    [Test]
    public void Judge_ResultOfThisCalculation_IsAccepted() =>
        Assert.That(Judge(Ours), Is.EqualTo(DirtyRateVerdict.Accepted));

    [Test]
    public void Judge_NothingYet_IsPending() => Assert.That(Judge(null), Is.EqualTo(DirtyRateVerdict.Pending));

    [TestCase(DirtyRateStatus.Measuring)]
    [TestCase(DirtyRateStatus.Unstarted)]
    public void Judge_NotMeasured_IsPending(DirtyRateStatus status) =>
        Assert.That(Judge(Ours with { Status = status }), Is.EqualTo(DirtyRateVerdict.Pending));

    [Test]
    public void Judge_WithoutARate_IsPending() =>
        Assert.That(Judge(Ours with { MebibytesPerSecond = null }), Is.EqualTo(DirtyRateVerdict.Pending));

    [Test]
    public void Judge_ResultOfTheCalculationBefore_IsPending() =>
        Assert.That(Judge(Ours with { StartTime = 400 }), Is.EqualTo(DirtyRateVerdict.Pending));

    [Test]
    public void Judge_OtherMode_IsForeign() =>
        Assert.That(Judge(Ours with { Mode = DirtyRateMode.PageSampling }), Is.EqualTo(DirtyRateVerdict.Foreign));

    [Test]
    public void Judge_ShorterPeriod_IsForeign() =>
        Assert.That(Judge(Ours with { Period = TimeSpan.FromSeconds(1) }), Is.EqualTo(DirtyRateVerdict.Foreign));

    [Test]
    public void Judge_StartedLaterThanOurs_IsForeign() =>
        Assert.That(Judge(Ours with { StartTime = 503 }), Is.EqualTo(DirtyRateVerdict.Foreign));

    [Test]
    public void Judge_StretchedPeriodAndLateStart_IsAccepted() =>
        Assert.That(Judge(Ours with { StartTime = 501, Period = TimeSpan.FromSeconds(3) }), Is.EqualTo(DirtyRateVerdict.Accepted));

    [Test]
    public void Judge_DaemonThatTellsNoModeAndNoStart_IsAccepted() =>
        Assert.That(Judge(Ours with { Mode = null, StartTime = null }), Is.EqualTo(DirtyRateVerdict.Accepted));

    private static DirtyRateVerdict Judge(DirtyRateReading? reading) =>
        DirtyRateAcceptance.Judge(reading, before: 400, started: 500, Period, DirtyRateMode.DirtyRing);
}
