namespace ShadowMig.Driver.Model;

/// <summary>The two ends of a link: nodes by the UUID of their host where it is known, else by URI.</summary>
public sealed record LinkEnds(string SourceUri, string DestinationUri, Guid? SourceUuid = null, Guid? DestinationUuid = null)
{
    /// <summary>Whether two pairs mean the same nodes, in the same direction.</summary>
    public bool Matches(LinkEnds other) =>
        SourceUuid is not null && DestinationUuid is not null && other.SourceUuid is not null && other.DestinationUuid is not null
            ? SourceUuid == other.SourceUuid && DestinationUuid == other.DestinationUuid
            : SourceUri == other.SourceUri && DestinationUri == other.DestinationUri;

    /// <summary>The way back.</summary>
    public LinkEnds Reversed() => new(DestinationUri, SourceUri, DestinationUuid, SourceUuid);
}
