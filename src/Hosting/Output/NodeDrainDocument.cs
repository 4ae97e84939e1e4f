using ShadowMig.Driver.Cluster;

namespace ShadowMig.Hosting.Output;

/// <summary>A drain that stands, in JSON; holder and time are null when its entry cannot be read.</summary>
internal sealed record NodeDrainDocument(string Node, long Token, string? Holder, DateTimeOffset? Since)
{
    public static NodeDrainDocument From(StandingDrain drain) => new(drain.Node, drain.Token, drain.Claim?.Holder, drain.Claim?.At);
}
