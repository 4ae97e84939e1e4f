using ShadowMig.Driver.Watching;

namespace ShadowMig.Hosting.Output;

/// <summary>Where the rules of the service stand, in JSON: what <c>/rules</c> answers and <c>status --json</c> shows.</summary>
/// <param name="Node">The node's host name; null until libvirt told it.</param>
/// <param name="At">When they were last judged; null before the first time.</param>
/// <param name="Rules">Those of the node first, then guest by guest.</param>
internal sealed record RulesDocument(string? Node, DateTimeOffset? At, IReadOnlyList<RuleDocument> Rules)
{
    public static RulesDocument From(RuleReport report) => new(report.Sample?.Node, report.Sample?.At, [.. report.Statuses.Select(RuleDocument.From)]);
}
