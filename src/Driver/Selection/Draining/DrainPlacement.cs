namespace ShadowMig.Driver.Selection.Draining;

/// <summary>
/// Places all guests of a node together, so that the nodes that take them are not overfilled: each placed guest counts when the
/// next one is placed. Those with the fewest possible nodes come first, then the largest. They are spread, each to where most of
/// the scarcest resource stays free; if that leaves a guest without a node, they are packed tightly instead where this places
/// more of them (best fit decreasing; Johnson 1973). Pure.
/// </summary>
public static class DrainPlacement
{
    /// <summary>Places the guests.</summary>
    /// <param name="guests">The guests.</param>
    /// <param name="options">What must stay free on a node.</param>
    /// <returns>A place for each, in the order of <paramref name="guests"/>.</returns>
    public static IReadOnlyList<DrainPlace> Place(IReadOnlyList<DrainGuest> guests, SelectionOptions options)
    {
        DrainPlace[] spread = Place(guests, options, static able => able[0]);
        if (spread.All(p => p.Destination is not null))
            return spread;
        DrainPlace[] packed = Place(guests, options, static able => able.MinBy(f => f.Headroom ?? 1)!);
        return packed.Count(p => p.Destination is not null) > spread.Count(p => p.Destination is not null) ? packed : spread;
    }

    private static DrainPlace[] Place(
        IReadOnlyList<DrainGuest> guests, SelectionOptions options, Func<IReadOnlyList<DestinationFate>, DestinationFate> choose)
    {
        DrainRoom room = new(guests);
        DrainPlace[] places = new DrainPlace[guests.Count];
        foreach ((int index, DrainGuest guest) in guests.Index().OrderBy(g => Choices(g.Item)).ThenByDescending(g => g.Item.Demand.Memory).ThenBy(g => g.Item.Domain.Uuid))
        {
            IReadOnlyList<DestinationFate> fates = DestinationRanking.Rank(guest.Candidates.Select(room.Left), guest.Demand, options);
            DestinationFate[] able = [.. fates.Where(f => f.Outcome != DestinationOutcome.Refused)];
            DestinationFate? chosen = able.Length > 0 ? choose(able) : null;
            if (chosen is not null)
                room.Take(chosen.Candidate, guest.Demand);
            places[index] = new(guest, chosen, fates);
        }

        return places;
    }

    private static int Choices(DrainGuest guest) => guest.Candidates.Count(c => c is { Refusals.Count: 0, Plan.Go: true });
}
