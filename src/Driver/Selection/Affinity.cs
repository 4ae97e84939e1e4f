using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>What the guests of a node mean for another that might come, by the groups of their metadata. Pure.</summary>
/// <param name="Conflict">Why it must not come; null when nothing there speaks against it.</param>
/// <param name="Companions">Guests there that it wants to be with, by name.</param>
public sealed record Affinity(Reason? Conflict, IReadOnlyList<string> Companions)
{
    /// <summary>Nothing there matters to it.</summary>
    public static Affinity Indifferent { get; } = new(null, []);

    /// <summary>Judges a node for a guest.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="residents">Guests that run on the node; the guest itself is passed over.</param>
    public static Affinity Between(DomainDescription guest, IEnumerable<DomainDescription> residents)
    {
        DomainDescription[] others = [.. residents.Where(r => r.Identity.Uuid != guest.Identity.Uuid).OrderBy(r => r.Identity.Name, StringComparer.Ordinal)];
        Reason? conflict = others
            .SelectMany(r => r.Policy.KeepApart.Intersect(guest.Policy.KeepApart), (r, group) => new Reason(
                ReasonCodes.KeepApart, $"{r.Identity.Name} runs there, and guests of group {group} are to be kept apart"))
            .FirstOrDefault();
        return new(conflict, [.. others.Where(r => r.Policy.KeepTogether.Intersect(guest.Policy.KeepTogether).Any()).Select(r => r.Identity.Name)]);
    }
}
