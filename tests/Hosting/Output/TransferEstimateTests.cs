using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Tests.Output;

public sealed class TransferEstimateTests
{
    [Test]
    public void From_NoPrediction_MeasuresAgainstSentAndLeft()
    {
        TransferEstimate estimate = TransferEstimate.From(Samples.Progress, null);

        Assert.Multiple(() =>
        {
            Assert.That(estimate.Share, Is.EqualTo(400.0 / 600).Within(1e-9));
            Assert.That(estimate.Remaining, Is.EqualTo(TimeSpan.FromSeconds(7)), "as forecast, whatever is left of the round");
        });
    }

    [Test]
    public void From_LargerPrediction_CountsTheRoundsToCome()
    {
        TransferEstimate estimate = TransferEstimate.From(Samples.Progress, ByteCount.FromMebibytes(1600).Value);

        Assert.Multiple(() =>
        {
            Assert.That(estimate.Share, Is.EqualTo(0.25).Within(1e-9));
            Assert.That(estimate.Remaining, Is.EqualTo(TimeSpan.FromSeconds(7)));
        });
    }

    [Test]
    public void From_NothingKnown_IsNothing() =>
        Assert.That(TransferEstimate.From(new() { Phase = MigrationPhase.Reservation }, 1e9), Is.EqualTo(default(TransferEstimate)));

    [Test]
    public void From_AfterTheTransfer_IsDone() =>
        Assert.That(TransferEstimate.From(new() { Phase = MigrationPhase.Activation }, null).Share, Is.EqualTo(1));
}
