using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Hosting.Commands;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>What the API can do, as the commands of the same names do it.</summary>
internal sealed class ApiActions(
    FleetNodes nodes, ICordonBook cordons, IMigrationJournal journal, MigrationCanceller canceller, MigrateAction migrate, ApiMigrations migrations,
    IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>Path → action.</summary>
    public IReadOnlyDictionary<string, ApiAction> All => new Dictionary<string, ApiAction>
    {
        ["/api/cordon"] = new("node", ["reason"], [], (_, fields) => CordonAsync(fields)),
        ["/api/uncordon"] = new("node", [], [], (_, fields) => UncordonAsync(fields)),
        ["/api/migrate"] = new("guest", MigrationOrders.Optional, MigrationOrders.Flags, migrate.BeginAsync),
        ["/api/cancel"] = new("migration", [], [], (_, fields) => CancelAsync(fields["migration"])),
    };

    private async Task<ApiAnswer> CordonAsync(IReadOnlyDictionary<string, string> names)
    {
        FleetNode node = nodes.Get(names["node"]);
        await cordons.SetAsync(new(node.Name, names.GetValueOrDefault("reason"), time.GetUtcNow()), lifetime.ApplicationStopping);
        return ApiAnswer.Done($"{node.Name} takes no more guests until it is uncordoned");
    }

    private async Task<ApiAnswer> UncordonAsync(IReadOnlyDictionary<string, string> names)
    {
        // A node that has left the configuration may still be cordoned.
        string node = names["node"];
        return await cordons.LiftAsync(node, lifetime.ApplicationStopping)
            ? ApiAnswer.Done($"{node} takes guests again")
            : ApiAnswer.Done($"{nodes.Get(node).Name} was not cordoned");
    }

    private async Task<ApiAnswer> CancelAsync(string id)
    {
        ApiMigration? asked = migrations.Find(id);
        if (asked is { Document.Migration: null })
            return await migrate.CancelAsync(asked);
        JournalEntry entry = MigrationLookup.Find(journal, asked?.Document.Migration ?? id);
        CancelOutcome outcome = await canceller.CancelAsync(entry, null, lifetime.ApplicationStopping);
        string guest = entry.Domain.Name;
        return (outcome.Refusal, outcome.Report?.Result) switch
        {
            ({ } refusal, _) => ApiAnswer.Refused(refusal.Message),
            (_, MigrationResult.Cancelled) => ApiAnswer.Done($"cancelled: {guest} is on the source"),
            (_, MigrationResult.Completed) => ApiAnswer.Refused($"too late: {guest} had already moved"),
            (_, MigrationResult.Failed) => ApiAnswer.Refused($"the migration failed by itself before it was cancelled, {guest} is safe on the source"),
            (_, MigrationResult.Unknown) => ApiAnswer.Failed($"who has {guest} needs attention: look at both nodes before anything else"),
            _ => ApiAnswer.Failed("the migration was asked to abort, and its end was not seen yet: look at 'shadowmig status' and both nodes", StatusCodes.Status504GatewayTimeout),
        };
    }
}
