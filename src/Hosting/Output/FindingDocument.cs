using ShadowMig.Driver.Selection;

namespace ShadowMig.Hosting.Output;

/// <summary>What a decision found about a host, in JSON.</summary>
internal sealed record FindingDocument(string Host, string Code, string Message)
{
    public static FindingDocument From(HostFinding finding) => new(finding.Host, finding.Reason.Code, finding.Reason.Message);
}
