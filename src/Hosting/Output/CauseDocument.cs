using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Hosting.Output;

/// <summary>Why a node had to be relieved, in JSON.</summary>
internal sealed record CauseDocument(string Rule, string Effect, string Resource, bool InEffect, bool Stale, DateTimeOffset Since, ReasonDocument Reason)
{
    public static CauseDocument From(NodeCause cause) => new(
        cause.Rule, cause.Effect.Name(), cause.Resource, cause.IsInEffect, cause.IsStale, cause.Since, new(cause.Reason.Code, cause.Reason.Message));
}
