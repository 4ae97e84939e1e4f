namespace ShadowMig.Driver.Model;

/// <summary>Which guest: the UUID decides, the name is for people.</summary>
public sealed record DomainIdentity(string Name, Guid Uuid);
