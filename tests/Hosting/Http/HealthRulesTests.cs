using ShadowMig.Driver.Monitoring;
using ShadowMig.Hosting.Http;

namespace ShadowMig.Hosting.Tests.Http;

public sealed class HealthRulesTests
{
    private static readonly DateTimeOffset Start = Samples.At;

    [Test]
    public void Ready_BeforeTheFirstSample_SaysSo() =>
        Assert.That(HealthRules.Ready(new(), Start, Start), Is.EqualTo(new HealthAnswer(false, "no sample yet")));

    [Test]
    public void Ready_LibvirtAnswers_IsReady() => Assert.That(HealthRules.Ready(Samples.Snapshot, Start, Start).Ok, Is.True);

    [Test]
    public void Ready_LibvirtSilent_IsNotReadyButAlive()
    {
        NodeSnapshot down = Samples.Snapshot with { CollectorUp = false };

        Assert.Multiple(() =>
        {
            Assert.That(HealthRules.Ready(down, Start, Start), Is.EqualTo(new HealthAnswer(false, "libvirt does not answer the sampler")));
            Assert.That(HealthRules.Alive(down, Start, Start).Ok, Is.True);
        });
    }

    [Test]
    public void Alive_SamplerStuck_IsDeadAfterAMinute() => Assert.Multiple(() =>
    {
        Assert.That(HealthRules.Alive(Samples.Snapshot, Start, Start.AddSeconds(59)).Ok, Is.True);
        Assert.That(HealthRules.Alive(Samples.Snapshot, Start, Start.AddSeconds(61)).StatusCode, Is.EqualTo(503));
    });

    [Test]
    public void Alive_JustStarted_IsAlive() => Assert.That(HealthRules.Alive(new(), Start, Start.AddSeconds(5)).Ok, Is.True);
}
