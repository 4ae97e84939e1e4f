using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Output;

/// <summary>An action in flight, in JSON.</summary>
internal sealed record ActionDocument(double AtSeconds, string Action, string Reason)
{
    public static ActionDocument From(MigrationAction action) => new(action.At.TotalSeconds, action.Action, action.Reason);
}
