using ShadowMig.Driver.Migration;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>A migration that was asked for over the API, from the request to its end.</summary>
internal sealed class ApiMigration : IProgress<string>, IProgress<MigrationProgress>
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancel;
    private ApiMigrationDocument _document;

    public ApiMigration(MigrationOrder order, ApiMigrationDocument document, CancellationToken stop)
    {
        Order = order;
        _document = document;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Cancellation = _cancel.Token;
    }

    /// <summary>What was asked for.</summary>
    public MigrationOrder Order { get; }

    /// <summary>Aborts it.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Ends with the migration, a moment after <see cref="HasEnded"/>; never fails.</summary>
    public Task Run { get; set; } = Task.CompletedTask;

    /// <summary>Whether its document tells the end: what a caller has read decides what it may ask next.</summary>
    public bool HasEnded => Document.EndedAt is not null;

    /// <summary>Where it stands.</summary>
    public ApiMigrationDocument Document
    {
        get
        {
            lock (_lock)
                return _document;
        }
    }

    /// <inheritdoc/>
    public void Report(string value) => Update(d => d with { Step = value });

    /// <inheritdoc/>
    public void Report(MigrationProgress value) => Update(d => d with
    {
        State = "migrating",
        Step = value.Phase.Name(),
        Migration = value.Id.Length > 0 ? value.Id : d.Migration,
        Progress = ProgressDocument.From(value),
    });

    /// <summary>Aborts it, unless it has ended.</summary>
    public void Cancel()
    {
        lock (_lock)
        {
            // What follows from it does not run here, under the lock.
            if (_document.EndedAt is null)
                _ = _cancel.CancelAsync();
        }
    }

    /// <summary>Takes over how it ended.</summary>
    public void End(Func<ApiMigrationDocument, ApiMigrationDocument> end)
    {
        Update(d => end(d) with { Step = null, Progress = null });
        _cancel.Dispose();
    }

    private void Update(Func<ApiMigrationDocument, ApiMigrationDocument> change)
    {
        lock (_lock)
        {
            // A late word of progress does not undo the end.
            if (_document.EndedAt is null)
                _document = change(_document);
        }
    }
}
