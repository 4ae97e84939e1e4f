using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Native;

namespace ShadowMig.Driver.Tests.Migration;

[TestFixture]
public sealed class OperatorAdviceTests
{
    private static readonly string Guest = MigrationTestData.Guest.ToString();
    private static readonly TransferOutcome Lost = new() { Call = CallOutcome.Lost };
    private static readonly GuestReading Running = new(GuestPresence.Running, new(DomainState.Running, 1));
    private static readonly GuestReading Paused = new(GuestPresence.Paused, new(DomainState.Paused, 2));
    private static readonly GuestReading PostCopyBroken = new(GuestPresence.Paused, new(DomainState.Paused, 13), HasJob: true);
    private static readonly GuestReading Inactive = new(GuestPresence.Inactive, new(DomainState.ShutOff, 5));

    private static IEnumerable<TestCaseData> Table()
    {
        yield return Row("target out of reach", Paused, GuestReading.Unknown, $"virsh -c src resume {Guest}");
        yield return Row("both run", Running, Running, $"virsh -c src destroy {Guest}", $"virsh -c dst destroy {Guest}", $"virsh -c src resume {Guest}");
        yield return Row(
            "target stopped by an I/O error, source paused", Paused, new(GuestPresence.Paused, new(DomainState.Paused, 5)),
            $"virsh -c src destroy {Guest}", $"virsh -c dst resume {Guest}", $"virsh -c dst destroy {Guest}", $"virsh -c src resume {Guest}");
        yield return Row(
            "target crashed, source runs", Running, new(GuestPresence.Paused, new(DomainState.Crashed, 1)),
            $"virsh -c src destroy {Guest}", $"virsh -c dst resume {Guest}", $"virsh -c dst destroy {Guest}");
        yield return Row("target paused, source has none", GuestReading.Absent, Paused, $"virsh -c dst resume {Guest}");
        yield return Row("shut off on the source", Inactive, GuestReading.Absent, $"virsh -c src start {Guest}");
        yield return Row("shut off on the target", GuestReading.Absent, Inactive, $"virsh -c dst start {Guest}");
        yield return Row("shut off on both", Inactive, Inactive, $"virsh -c dst start {Guest}", $"virsh -c src undefine {Guest}");
        yield return Row("source still sends", Running with { HasJob = true }, GuestReading.Absent, $"virsh -c src domjobinfo {Guest}", "shadowmig cancel m1");
        yield return Row("source out of reach", GuestReading.Unknown, Running);
        yield return Row("nobody has it", GuestReading.Absent, GuestReading.Absent);
        yield return Row("post-copy runs", new(GuestPresence.Paused, new(DomainState.Paused, 12), HasJob: true), Running, $"virsh -c src domjobinfo {Guest}");
        yield return Row(
            "post-copy paused", PostCopyBroken, Running, $"virsh -c src migrate --live --p2p --undefinesource --postcopy --postcopy-resume {Guest} dst");
        yield return Row(
            "post-copy done, source's copy left", PostCopyBroken, new(GuestPresence.Running, new(DomainState.Running, 2)), $"virsh -c src destroy {Guest}");
        yield return Row("post-copy back on the source", new(GuestPresence.Running, new(DomainState.Running, 11), HasJob: true), Inactive, $"virsh -c src domjobinfo {Guest}");
        yield return Row(
            "post-copy, source's QEMU gone", Inactive, new(GuestPresence.Running, new(DomainState.Running, 11), HasJob: true),
            $"virsh -c dst destroy {Guest}", "systemctl try-restart libvirtd virtqemud", $"virsh -c src start {Guest}");
        yield return Row(
            "post-copy, source's QEMU gone, defined nowhere", GuestReading.Absent, new(GuestPresence.Running, new(DomainState.Running, 11), HasJob: true),
            $"virsh -c dst dumpxml --inactive --security-info {Guest} > {Guest}.xml", $"virsh -c dst destroy {Guest}",
            "systemctl try-restart libvirtd virtqemud", $"virsh -c src create {Guest}.xml");
        yield return Row(
            "post-copy paused, target gone", PostCopyBroken, GuestReading.Absent,
            $"virsh -c src dumpxml --inactive --security-info {Guest} > {Guest}.xml", $"virsh -c src destroy {Guest}", $"virsh -c src create {Guest}.xml");
    }

    private static IEnumerable<TestCaseData> AfterPostCopy()
    {
        yield return Row(
            "target was not told to run it yet", Inactive, Paused,
            $"virsh -c dst destroy {Guest}", "systemctl try-restart libvirtd virtqemud", $"virsh -c src start {Guest}");
        yield return Row("target has none", Inactive, GuestReading.Absent, "systemctl try-restart libvirtd virtqemud", $"virsh -c src start {Guest}");
        yield return Row(
            "shut off on both", Inactive, Inactive,
            $"virsh -c dst start {Guest}", "systemctl try-restart libvirtd virtqemud", $"virsh -c src undefine {Guest}");
    }

    [TestCaseSource(nameof(Table))]
    public void For_Row_GivesItsCommandsBetweenTheQuestionsAndTheProof(GuestReading source, GuestReading destination, string[] expected) =>
        Assert.That(For(Lost, source, destination), Is.EqualTo(BetweenQuestionsAndProof(expected)));

    [TestCaseSource(nameof(AfterPostCopy))]
    public void For_GuestEndedInPostCopy_FreesTheSourcesLibvirtFirst(GuestReading source, GuestReading destination, string[] expected) =>
        Assert.That(For(Lost with { PostCopyBegan = true }, source, destination), Is.EqualTo(BetweenQuestionsAndProof(expected)));

    [Test]
    public void For_BothRanAndTheSourceIsPausedSince_LeavesTheChoiceToThePerson() => Assert.That(
        For(Lost with { BothRan = true }, Paused, Running), Has.Member($"virsh -c src destroy {Guest}").And.Member($"virsh -c dst destroy {Guest}"));

    private static string[] BetweenQuestionsAndProof(string[] commands) =>
    [
        $"virsh -c src domstate --reason {Guest}", $"virsh -c dst domstate --reason {Guest}", .. commands, "shadowmig recover m1", "shadowmig recover m1 --close",
    ];

    private static string[] For(TransferOutcome outcome, GuestReading source, GuestReading destination)
    {
        TransferEnds ends = new("src", "dst", MigrationTestData.Guest, new()
        {
            Flags = MigrationFlags.Live | MigrationFlags.PeerToPeer | MigrationFlags.UndefineSource | MigrationFlags.PostCopy,
        });
        return [.. OperatorAdvice.For("m1", ends, outcome, new(source, destination)).Select(c => c.Command)];
    }

    private static TestCaseData Row(string name, GuestReading source, GuestReading destination, params string[] commands) =>
        new TestCaseData(source, destination, commands).SetArgDisplayNames(name);
}
