using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Output;

/// <summary>A guest in JSON; no UUID when the guest was not found.</summary>
internal sealed record DomainDocument(string Name, Guid? Uuid)
{
    /// <summary>The guest as the pipeline names it; the empty UUID stands for a guest that was not found.</summary>
    public static DomainDocument From(DomainIdentity domain) => new(domain.Name, domain.Uuid == Guid.Empty ? null : domain.Uuid);
}
