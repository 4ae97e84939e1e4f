using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Page.Plots;

namespace ShadowMig.Hosting.Tests.Page;

public sealed class TransferTrackTests
{
    [Test]
    public void Of_Running_HasTheRoundsOfTheProgressAndWhereItIs()
    {
        TransferTrack track = TransferTrack.Of(PageSamples.Running);
        Assert.Multiple(() =>
        {
            Assert.That(track.Sent.Select(p => p.Y / (1 << 20)), Is.EqualTo(new[] { 810.0, 970 }));
            Assert.That(track.Left.Select(p => p.X), Is.EqualTo(new[] { 8.3, 10.2 }));
            Assert.That(track.PredictedSent.Select(p => p.X), Is.EqualTo(new[] { 8.0, 10, 11 }));
            Assert.That(track.PredictedLeft.Select(p => p.Y / (1 << 20)), Is.EqualTo(new[] { 160.0, 40, 10 }));
            Assert.That((track.SentLast!.Value.X, track.LeftLast!.Value.Y / (1 << 20), track.IsOver), Is.EqualTo((10.6, 30.0, false)));
        });
    }

    [Test]
    public void Of_Ended_EndsWithWhatItCost()
    {
        TransferTrack track = TransferTrack.Of(PageSamples.Ended);
        Assert.That((track.SentLast, track.LeftLast, track.IsOver), Is.EqualTo(((PlotPoint?)new PlotPoint(11, 1_100_000_000), (PlotPoint?)null, true)));
    }

    [Test]
    public void Of_ARoundThatDoesNotTell_SumsUpNoFurther()
    {
        TransferTrack track = TransferTrack.Of(With([Round(1, 10), Round(2, null), Round(3, 10)]));
        Assert.That(track.Sent, Is.EqualTo(new[] { new PlotPoint(1, 10) }));
    }

    [Test]
    public void Of_RoundsWereLeftOutInTheMiddle_SumsUpOnlyTheFirst()
    {
        TransferTrack track = TransferTrack.Of(With([.. Enumerable.Range(1, 128).Select(i => Round(i, 10))]));
        Assert.That((track.Sent.Count, track.Sent[^1].Y), Is.EqualTo((64, 640.0)));
    }

    [Test]
    public void Of_NothingRecorded_IsEmpty() =>
        Assert.That(TransferTrack.Of(Samples.Running with { Plan = null, Progress = null }).IsEmpty, Is.True);

    private static JournalEntry With(TransferRound[] rounds) => PageSamples.Running with { Progress = Samples.Progress with { Rounds = rounds } };

    private static TransferRound Round(double seconds, long? bytes) => new(TimeSpan.FromSeconds(seconds), bytes is { } value ? new ByteCount(value) : null, null);
}
