using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>Migrations that were asked for over the API: runs so many at a time, and remembers the last ones.</summary>
internal sealed partial class ApiMigrations(GuestMove mover, IOptions<CoordinationOptions> coordination, TimeProvider time, ILogger<ApiMigrations> logger) : IDisposable
{
    /// <summary>The most at a time where the configuration sets no lower limit for the fleet.</summary>
    public const int MostAtOnce = 8;

    /// <summary>How many that have ended are remembered; the oldest goes first.</summary>
    public const int Kept = 200;

    private readonly Lock _lock = new();
    private readonly List<ApiMigration> _migrations = [];
    private readonly CancellationTokenSource _stop = new();

    private int Most => Math.Min(MostAtOnce, coordination.Value.MaxMigrations ?? MostAtOnce);

    /// <summary>Begins a migration; returns at once.</summary>
    /// <param name="order">What is to move.</param>
    /// <param name="caller">Who asks.</param>
    /// <returns>The migration, or why there is none.</returns>
    public (ApiMigration? Migration, Reason? Refusal) Begin(MigrationOrder order, string caller)
    {
        lock (_lock)
        {
            if (Objection(order) is { } refusal)
                return (null, refusal);
            DateTimeOffset now = time.GetUtcNow();
            ApiMigration migration = new(
                order,
                new() { Id = $"r-{Guid.NewGuid():N}", Guest = order.Guest, From = order.From, To = order.To, By = caller, AskedAt = now },
                _stop.Token);
            if (_migrations.Count(m => m.HasEnded) >= Kept)
                _migrations.Remove(_migrations.First(m => m.HasEnded));
            migration.Run = Task.Run(() => RunAsync(migration));
            _migrations.Add(migration);
            return (migration, null);
        }
    }

    /// <summary>A migration by its request; null when it is not known, or not any more.</summary>
    public ApiMigration? Find(string request)
    {
        lock (_lock)
            return _migrations.Find(m => m.Document.Id == request);
    }

    /// <summary>Aborts what runs, takes nothing new, and returns when it is established where every guest is.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        Task[] running;
        lock (_lock)
            running = [.. _migrations.Select(m => m.Run).Where(r => !r.IsCompleted)];
        if (running.Length > 0)
            LogStopping(running.Length);
        await Task.WhenAll(running);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private Reason? Objection(MigrationOrder order)
    {
        ApiMigration[] running = [.. _migrations.Where(m => !m.HasEnded)];
        return _stop.IsCancellationRequested ? new(ReasonCodes.ServiceStopping, "the service ends, and begins no migration any more")
            : Array.Find(running, m => IsSame(m.Order, order)) is { } twin ? new(ReasonCodes.GuestLocked, $"request {twin.Document.Id} moves {order.Guest} already")
            : running.Length >= Most ? new(ReasonCodes.MigrationLimit, $"{running.Length} migrations that were asked for over the API run already, and {Most} may; try again when one has ended")
            : null;
    }

    private static bool IsSame(MigrationOrder one, MigrationOrder other) =>
        one.Guest == other.Guest && one.Request.SourceUri == other.Request.SourceUri;

    private async Task RunAsync(ApiMigration migration)
    {
        Func<ApiMigrationDocument, ApiMigrationDocument> end;
        try
        {
            GuestMoveOutcome outcome = await mover.RunAsync(
                migration.Order.Request, static _ => Task.FromResult<Reason?>(null), migration, migration, migration.Cancellation);
            end = document => Ended(document, outcome);
        }
        catch (Exception e)
        {
            // Only a defect comes here: expected failures are results. The migration's own record says how far it came.
            LogFailed(migration.Document.Id, e);
            end = document => With(document, "unknown", ExitCodes.Attention, [new(ReasonCodes.MigrationError, "the service failed over it: see its log, 'shadowmig status' and both nodes")]);
        }

        migration.End(document => end(document) with { EndedAt = time.GetUtcNow() });
        ApiMigrationDocument ended = migration.Document;
        string why = string.Join("; ", ended.Reasons.Select(r => $"{r.Message} ({r.Code})"));
        LogEnd(ended.Id, ended.Guest, ended.State, why);
    }

    private ApiMigrationDocument Ended(ApiMigrationDocument document, GuestMoveOutcome outcome) => outcome switch
    {
        { Report: { } report } => With(document, report.Refused ? "refused" : report.Result.Name(), ExitCodes.For(report), report.Reasons) with
        {
            Migration = report.Id.Length > 0 ? report.Id : null,
            Result = JsonOutput.Element(MigrateDocument.From(report)),
        },
        { IsDropped: true } => With(document, "cancelled", ExitCodes.Cancelled, [_stop.IsCancellationRequested
            ? new(ReasonCodes.ServiceStopping, "the service was asked to end before the migration began")
            : new(ReasonCodes.Cancelled, "cancelled before the migration began")]),
        _ => With(document, "refused", ExitCodes.Refused, outcome.Reasons) with
        {
            Result = outcome.Plan is { } plan ? JsonOutput.Element(PlanDocument.From(plan)) : null,
        },
    };

    private static ApiMigrationDocument With(ApiMigrationDocument document, string state, int exitCode, IReadOnlyList<Reason> reasons) => document with
    {
        State = state,
        ExitCode = exitCode,
        Meaning = ExitCodes.Meanings.First(m => m.Code == exitCode).Meaning,
        Reasons = ReasonDocument.From(reasons),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "API: {Request} to move {Guest}: {State} {Why}")]
    private partial void LogEnd(string request, string guest, string state, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "API: {Request} failed")]
    private partial void LogFailed(string request, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "API: {Count} migrations are being aborted; the service ends when it is established where the guests are")]
    private partial void LogStopping(int count);
}
