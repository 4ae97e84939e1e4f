namespace ShadowMig.Hosting.Commands.Manual;

/// <summary>Examples of every command, for its help and for the manual page.</summary>
internal static class CommandExamples
{
    private static readonly Dictionary<string, CommandExample[]> All = new(StringComparer.Ordinal)
    {
        ["shadowmig"] =
        [
            new("shadowmig plan web --to qemu+tls://node2/system", "what moving web would cost; changes nothing"),
            new("shadowmig migrate web", "move web to the node that suits it best"),
        ],
        ["observe"] =
        [
            new("shadowmig observe web", "what the guest does to its memory"),
            new("shadowmig observe web --periods 1s,2s,4s --probe --json", "with sub-second detail, as one JSON document"),
        ],
        ["plan"] =
        [
            new("shadowmig plan web --to qemu+tls://node2/system --probe", "what a migration would cost, with its uncertainty"),
            new("shadowmig plan web --max-downtime 100ms --bandwidth 200MiB/s", "choose the destination; keep these limits"),
        ],
        ["migrate"] =
        [
            new("shadowmig migrate web --to qemu+tls://node2/system --max-downtime 300ms --probe", "move web, with a pause of at most 300 ms"),
            new("shadowmig migrate web --dry-run", "only say where it would go and what that would cost"),
        ],
        ["serve"] =
        [
            new("shadowmig serve", "as the systemd unit runs it"),
            new("shadowmig serve -c test:///default --config /tmp/shadowmig.yaml", "try a configuration without touching a guest"),
        ],
        ["nodes"] = [new("shadowmig nodes", "who answers, how busy, who is cordoned")],
        ["cordon"] = [new("shadowmig cordon node1 --reason memory", "let node1 take no more guests")],
        ["uncordon"] = [new("shadowmig uncordon node1", "let it take guests again")],
        ["drain"] =
        [
            new("shadowmig drain node1 --dry-run", "show which guest would go where"),
            new("shadowmig drain node1 --concurrency 4", "empty the node, at most four migrations at a time"),
        ],
        ["cancel"] = [new("shadowmig cancel 20260102-030405-abcd", "the guest stays where it is")],
        ["recover"] =
        [
            new("shadowmig recover", "see to all migrations whose process died"),
            new("shadowmig recover 20260102-030405-abcd --close", "close one after you have seen to the guest yourself"),
        ],
        ["status"] =
        [
            new("shadowmig status --watch", "watch migrations, rules and autopilot until Ctrl-C"),
            new("shadowmig status --watch 10 --json", "one JSON document a line, every ten seconds"),
        ],
        ["history"] =
        [
            new("shadowmig history --count 50", "the latest 50 migrations, predicted beside actual"),
            new("shadowmig history 20260102-030405-abcd", "one of them in full"),
        ],
        ["decisions"] = [new("shadowmig decisions --count 5", "what the autopilot decided lately")],
        ["explain"] = [new("shadowmig explain 20260102-030405-abcd --replay", "why; and does this version still decide so?")],
        ["doctor"] = [new("shadowmig doctor --to qemu+tls://node2/system", "is everything there that a migration to node2 needs?")],
        ["check-config"] = [new("shadowmig check-config /etc/shadowmig/shadowmig.yaml", "all problems at once, with their lines")],
        ["simulate"] =
        [
            new("shadowmig simulate day.csv.gz --compare", "what policies would have done with recorded utilization"),
            new("shadowmig simulate hosts.csv --overload-limits 10%,20%", "when a guest should leave a single host"),
        ],
    };

    /// <summary>The examples of a command; of the root command, by the name of the program.</summary>
    public static IReadOnlyList<CommandExample> Of(string command) => All.GetValueOrDefault(command) ?? [];
}
