using System.Collections.Immutable;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring;

/// <summary>The latest observation of each guest, with the activity of earlier ones; written by the rotation, read by the sampler.</summary>
internal sealed class ObservationStore
{
    private ImmutableDictionary<Guid, GuestObservation> _all = ImmutableDictionary<Guid, GuestObservation>.Empty;

    /// <summary>All observations by UUID.</summary>
    public IReadOnlyDictionary<Guid, GuestObservation> All => Volatile.Read(ref _all);

    /// <summary>Replaces the observation of a guest; what it saw of the guest's activity is carried on.</summary>
    public void Put(GuestObservation observation) => ImmutableInterlocked.Update(
        ref _all,
        static (all, added) => all.SetItem(added.Domain.Uuid, ActivityHistory.Carry(all.GetValueOrDefault(added.Domain.Uuid), added)),
        observation);

    /// <summary>Forgets guests that left.</summary>
    public void Retain(IEnumerable<Guid> guests)
    {
        HashSet<Guid> known = [.. guests];
        ImmutableInterlocked.Update(ref _all, static (all, kept) => all.RemoveRange(all.Keys.Where(uuid => !kept.Contains(uuid))), known);
    }
}
