using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Driver.Tests.Selection.Autopilot;

/// <summary>Fleets to decide for: nodes of four processors and 16 GiB, guests by the processors that they ask for.</summary>
internal static class Situations
{
    public static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static DomainIdentity Identity(string name)
    {
        byte[] bytes = new byte[16];
        System.Text.Encoding.ASCII.GetBytes(name, bytes);
        return new(name, new Guid(bytes));
    }

    public static DecisionGuest Guest(string name, double demand, double seconds = 10, double memoryGibibytes = 1, GuestPolicy? policy = null) => new()
    {
        Domain = Identity(name),
        At = Now,
        IsRunning = true,
        IsBusy = false,
        VirtualCpus = 4,
        Demands = [.. Enumerable.Repeat(demand, 36)],
        Memory = ByteCount.FromMebibytes(memoryGibibytes * 1024),
        Policy = policy ?? GuestPolicy.None,
        Forecast = new(seconds, true),
    };

    public static DecisionNode Node(string name, params DecisionGuest[] guests) => new()
    {
        Name = name,
        At = Now,
        Processors = 4,
        MemoryTotal = ByteCount.FromMebibytes(16 * 1024),
        MemoryAvailable = ByteCount.FromMebibytes(12 * 1024),
        Guests = guests,
    };

    public static NodeCause Cause(string node, bool isInEffect = true, RuleEffect effect = RuleEffect.Overloaded, string resource = "cpu", string rule = LoadBook.Signal) => new()
    {
        Node = node,
        Rule = rule,
        Effect = effect,
        Resource = resource,
        IsInEffect = isInEffect,
        Since = Now.AddSeconds(-30),
        Reason = new(ReasonCodes.ForecastAboveCapacity, "too much is asked for"),
    };

    public static DecisionInput Input(NodeCause[] causes, params DecisionNode[] nodes) => new() { At = Now, Nodes = nodes, Causes = causes, Settings = new() };

    /// <summary>n1 is asked for 4.4 of its 4 processors by three guests; n2 has one quiet guest, n3 none.</summary>
    public static DecisionInput Overload(params DecisionGuest[] guests) => Input(
        [Cause("n1")],
        Node("n1", guests.Length > 0 ? guests : [Guest("a", 2), Guest("b", 1.4), Guest("c", 1)]),
        Node("n2", Guest("quiet", 0.2)),
        Node("n3"));

    public static PastMove Past(string guest, string from, string to, TimeSpan ago, bool completed = true) =>
        new(Identity(guest).Uuid, from, to, Now - ago - TimeSpan.FromSeconds(10), Now - ago, completed);

    public static IEnumerable<string> Described(this AutopilotDecision decision) => decision.AllMoves.Select(m => $"{m.Guest.Name}: {m.From} to {m.To}");

    public static string Fate(this AutopilotDecision decision, string guest) => decision.Findings.SelectMany(f => f.Guests).Single(g => g.Guest.Name == guest).Fate.Code;

    public static string TargetFate(this AutopilotDecision decision, string guest, string node) =>
        decision.Findings.SelectMany(f => f.Placements).Single(p => p.Guest.Name == guest).Targets.Single(t => t.Node == node).Fate.Code;
}
