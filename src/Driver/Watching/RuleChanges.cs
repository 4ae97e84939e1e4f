using ShadowMig.Driver.Detection.Rules;

namespace ShadowMig.Driver.Watching;

/// <summary>What two reports differ in, each difference once.</summary>
internal static class RuleChanges
{
    /// <summary>Rates and balloons need a few ticks for a first reading; who has none by then has none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The changes from one report to the next, in the order of the rules.</summary>
    public static List<RuleChange> Between(RuleReport before, RuleReport after)
    {
        Dictionary<(string, Guid?), RuleStatus> known = before.Statuses.ToDictionary(Key);
        List<RuleChange> changes = [];
        foreach (RuleStatus status in after.Statuses)
        {
            RuleStatus? old = known.GetValueOrDefault(Key(status));
            if (old is not null && old.Rule != status.Rule)
            {
                if (old.IsInEffect)
                    changes.Add(new(RuleChangeKind.Dropped, old));
                old = null;
            }

            if (State(old, status) is { } kind)
                changes.Add(new(kind, status));
            if (Staleness(old, status, before.Sample?.At, after.Sample?.At) is { } staleness)
                changes.Add(new(staleness, status));
        }

        HashSet<(string, Guid?)> kept = [.. after.Statuses.Select(Key)];
        changes.AddRange(before.Statuses.Where(status => status.IsInEffect && !kept.Contains(Key(status))).Select(status => new RuleChange(RuleChangeKind.Dropped, status)));
        return changes;
    }

    private static (string, Guid?) Key(RuleStatus status) => (status.Rule.Name, status.Guest?.Uuid);

    private static RuleChangeKind? State(RuleStatus? old, RuleStatus now)
    {
        RuleState state = old?.State ?? RuleState.Unknown;
        return state == now.State ? null
            : now.IsInEffect && old?.IsInEffect != true ? RuleChangeKind.Raised
            : !now.IsInEffect && old?.IsInEffect == true ? RuleChangeKind.Cleared
            : RuleChangeKind.Moved;
    }

    private static RuleChangeKind? Staleness(RuleStatus? old, RuleStatus now, DateTimeOffset? before, DateTimeOffset? after)
    {
        if (now.State == RuleState.Unknown)
            return before - now.Since < Patience && after - now.Since >= Patience ? RuleChangeKind.Silent : null;
        return old is null or { State: RuleState.Unknown } || old.IsStale == now.IsStale ? null
            : now.IsStale ? RuleChangeKind.WentStale
            : RuleChangeKind.CameBack;
    }
}
