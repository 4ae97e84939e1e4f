namespace ShadowMig.Hosting.Http.Api;

/// <summary>Answers by the key that the caller gave them, so that a repeated request is answered and not done again.</summary>
internal sealed class IdempotentAnswers(TimeProvider time)
{
    /// <summary>How many answers are kept; the oldest goes first.</summary>
    public const int Most = 1000;

    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Identity, string Key), Entry> _entries = [];

    /// <summary>Does an action, or answers what it came to before; a failure, and what was turned away for now, is not kept.</summary>
    /// <param name="identity">Whose key it is.</param>
    /// <param name="key">The key.</param>
    /// <param name="request">Path and body; another under the same key is refused.</param>
    /// <param name="action">The action; begun once.</param>
    /// <returns>The answer, and whether it is of an earlier request.</returns>
    public async Task<(ApiAnswer Answer, bool IsRepeated)> DoAsync(string identity, string key, string request, Func<Task<ApiAnswer>> action)
    {
        Task<ApiAnswer> answer;
        bool isRepeated;
        lock (_lock)
        {
            Forget();
            isRepeated = _entries.TryGetValue((identity, key), out Entry? known);
            if (known is not null && known.Request != request)
                return (ApiAnswer.Invalid("this Idempotency-Key came with another request before: use a new one", StatusCodes.Status422UnprocessableEntity), true);
            answer = known?.Answer ?? Task.Run(action);
            if (!isRepeated)
                _entries[(identity, key)] = new(request, answer, time.GetUtcNow());
        }

        try
        {
            ApiAnswer result = await answer;
            if (result.Answer is "failed" or "limited")
                Drop(identity, key, answer);
            return (result, isRepeated);
        }
        catch
        {
            Drop(identity, key, answer);
            throw;
        }
    }

    private void Forget()
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (((string, string) key, Entry entry) in _entries.ToArray())
        {
            if (entry.Answer.IsCompleted && now - entry.At > Kept)
                _entries.Remove(key);
        }

        // What still runs is never forgotten: it would be done twice.
        if (_entries.Count >= Most && _entries.Where(e => e.Value.Answer.IsCompleted).OrderBy(e => e.Value.At).Select(e => e.Key).ToArray() is [var oldest, ..])
            _entries.Remove(oldest);
    }

    private void Drop(string identity, string key, Task<ApiAnswer> answer)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue((identity, key), out Entry? entry) && entry.Answer == answer)
                _entries.Remove((identity, key));
        }
    }

    private sealed record Entry(string Request, Task<ApiAnswer> Answer, DateTimeOffset At);
}
