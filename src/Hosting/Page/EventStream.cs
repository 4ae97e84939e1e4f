using System.Text;
using ShadowMig.Hosting.Page.Sections;

namespace ShadowMig.Hosting.Page;

/// <summary>
/// Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): each is one part of the page, its identifier
/// in the first line. A listener is sent what changed since what it was sent last, so that nothing is done where nobody listens.
/// </summary>
internal sealed class EventStream(IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>How many may listen at a time.</summary>
    public const int MostListeners = 32;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Shows proxies, and this service, that the other end is still there.
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    private int _listeners;

    /// <summary>Sends until the listener leaves or the service ends; one too many is refused.</summary>
    /// <param name="context">The request.</param>
    /// <param name="read">What there is to show now.</param>
    public async Task ServeAsync(HttpContext context, Func<CancellationToken, Task<IReadOnlyList<LivePart>>> read)
    {
        try
        {
            if (Interlocked.Increment(ref _listeners) > MostListeners)
            {
                await PageAnswer.RefuseAsync(context, "too many listen; the page still loads");
                return;
            }

            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            PageAnswer.SetHeaders(context.Response, "text/event-stream");
            await SendAsync(context.Response, read, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The listener left, or the service ends.
        }
        finally
        {
            Interlocked.Decrement(ref _listeners);
        }
    }

    private async Task SendAsync(HttpResponse response, Func<CancellationToken, Task<IReadOnlyList<LivePart>>> read, CancellationToken cancellationToken)
    {
        Dictionary<string, string> sent = [];
        long sentAt = time.GetTimestamp();
        while (true)
        {
            StringBuilder events = new();
            foreach (LivePart part in await read(cancellationToken))
            {
                string markup = part.Content.ToString();
                if (sent.TryGetValue(part.Id, out string? before) && before == markup)
                    continue;
                sent[part.Id] = markup;
                Append(events, part.Id, markup);
            }

            if (events.Length == 0 && time.GetElapsedTime(sentAt) >= HeartbeatInterval)
                events.Append(": nothing changed\n\n");
            if (events.Length > 0)
            {
                await response.WriteAsync(events.ToString(), cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
                sentAt = time.GetTimestamp();
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private static void Append(StringBuilder events, string id, string markup)
    {
        events.Append("data: ").Append(id).Append('\n');
        foreach (string line in markup.Split('\n'))
            events.Append("data: ").Append(line).Append('\n');
        events.Append('\n');
    }
}
