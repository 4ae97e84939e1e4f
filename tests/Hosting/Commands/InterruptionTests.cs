using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Tests.Commands;

public sealed class InterruptionTests
{
    [Test]
    public void Signal_First_CancelsAndKeepsTheProcess()
    {
        using Interruption interruption = new(catchSignals: false, CancellationToken.None);

        Assert.That(interruption.Signal(), Is.True);
        Assert.That(interruption.Token.IsCancellationRequested, Is.True);
    }

    [Test]
    public void Signal_TerminalIsLost_CancelsAllTheSameAndKeepsTheProcess()
    {
        using Interruption interruption = new(catchSignals: false, CancellationToken.None) { Notify = _ => throw new IOException("Input/output error") };

        Assert.That(interruption.Signal(), Is.True);
        Assert.That(interruption.Token.IsCancellationRequested, Is.True);
        Assert.That(interruption.Signal(), Is.True);
    }

    [Test]
    public void Signal_First_HasCancelledWhenItIsTold()
    {
        using Interruption interruption = new(catchSignals: false, CancellationToken.None);
        bool cancelled = false;
        interruption.Notify = _ => cancelled = interruption.Token.IsCancellationRequested;

        interruption.Signal();

        Assert.That(cancelled, Is.True);
    }

    [Test]
    public void Signal_SecondWithNothingAtStake_EndsTheProcess()
    {
        using Interruption interruption = new(catchSignals: false, CancellationToken.None);

        interruption.Signal();

        Assert.That(interruption.Signal(), Is.False);
    }

    [Test]
    public void Signal_SecondWhileAborting_KeepsTheProcessAndSaysWhatGoesOn()
    {
        List<int> told = [];
        using Interruption interruption = new(catchSignals: false, CancellationToken.None) { Notify = told.Add };

        interruption.Signal();

        Assert.That(interruption.Signal(), Is.True);
        Assert.That(told, Is.EqualTo(new[] { 1, 2 }));
    }
}
