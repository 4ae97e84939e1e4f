using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>Begins migrations and cancels requests for them.</summary>
internal sealed class MigrateAction(MigrationOrders orders, ApiMigrations migrations, TimeProvider time)
{
    // Most refusals of the checks come sooner; what is longer under way is told by the request.
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CancelBound = TimeSpan.FromSeconds(15);

    /// <summary>Refusals that pass by themselves, or when something else ends.</summary>
    private static readonly string[] Passing =
        [ReasonCodes.GuestLocked, ReasonCodes.DomainBusy, ReasonCodes.MigrationLimit, ReasonCodes.NodeDraining, ReasonCodes.Unresolved];

    /// <summary>Begins a migration, and answers with its request, or with the reasons that are seen at once.</summary>
    public async Task<ApiAnswer> BeginAsync(string caller, IReadOnlyDictionary<string, string> fields)
    {
        (ApiMigration? migration, Reason? refusal) = migrations.Begin(orders.Read(fields), caller);
        if (migration is null)
            return Refused(refusal!);
        await EndAsync(migration, FirstLook);
        ApiMigrationDocument document = migration.Document;
        return document is { State: "refused", Reasons: [var first, ..] }
            ? ApiAnswer.Refused($"refused, nothing was changed: {first.Message}", Status(first.Code)) with
            {
                Request = document.Id,
                Reasons = [.. document.Reasons.Select(r => new Reason(r.Code, r.Message))],
            }
            : ApiAnswer.Accepted($"the way of {document.Guest} is being planned: GET {ApiEndpoints.Migrations}/{document.Id} tells what becomes of it") with { Request = document.Id };
    }

    /// <summary>Cancels a request whose migration is not in the journal yet.</summary>
    public async Task<ApiAnswer> CancelAsync(ApiMigration migration)
    {
        migration.Cancel();
        await EndAsync(migration, CancelBound);
        (string id, string guest) = (migration.Document.Id, migration.Document.Guest);
        return migration.Document.State switch
        {
            "cancelled" => ApiAnswer.Done($"cancelled: {guest} is on the source"),
            "planning" or "migrating" => ApiAnswer.Failed(
                $"it was asked to abort, and its end was not seen yet: GET {ApiEndpoints.Migrations}/{id}", StatusCodes.Status504GatewayTimeout),
            var state => ApiAnswer.Refused($"too late: request {id} ended as {state}"),
        };
    }

    private static ApiAnswer Refused(Reason refusal) => refusal.Code switch
    {
        ReasonCodes.MigrationLimit => ApiAnswer.Limited(refusal.Message, retryAfter: 10) with { Reasons = [refusal] },
        ReasonCodes.ServiceStopping => ApiAnswer.Failed(refusal.Message) with { Reasons = [refusal] },
        _ => ApiAnswer.Refused(refusal.Message) with { Reasons = [refusal] },
    };

    private static int Status(string code) => Passing.Contains(code) ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;

    private async Task EndAsync(ApiMigration migration, TimeSpan bound)
    {
        try
        {
            await migration.Run.WaitAsync(bound, time);
        }
        catch (TimeoutException)
        {
            // It goes on.
        }
    }
}
