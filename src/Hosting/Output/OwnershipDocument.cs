using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Output;

/// <summary>Who has the guest, in JSON.</summary>
internal sealed record OwnershipDocument(string Source, string Destination)
{
    public static OwnershipDocument From(Ownership ownership) => new(ownership.Source.Name(), ownership.Destination.Name());
}
