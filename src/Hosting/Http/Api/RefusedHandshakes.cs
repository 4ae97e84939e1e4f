using System.Globalization;
using System.Net;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>Puts refused handshakes into the audit: the first of an address in full, those of the minute after it in one line.</summary>
internal sealed class RefusedHandshakes(ApiAudit audit, TimeProvider time) : IDisposable
{
    /// <summary>How many addresses have lines of their own at a time; all others share theirs.</summary>
    public const int Addresses = 1000;

    private const string What = "TLS handshake";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Tally> _tallies = [];

    /// <summary>Records one.</summary>
    /// <param name="address">What it is counted under.</param>
    /// <param name="who">The certificate's subject.</param>
    /// <param name="from">Where it came from.</param>
    /// <param name="answer">Why it was refused.</param>
    public void Record(string address, string who, EndPoint? from, ApiAnswer answer)
    {
        ApiCaller caller = new(who, $"{from}", null);
        lock (_lock)
        {
            string key = _tallies.ContainsKey(address) || _tallies.Count < Addresses ? address : "other addresses";
            if (_tallies.TryGetValue(key, out Tally? tally))
            {
                tally.More++;
                tally.Last = answer;
                audit.Count(caller, answer);
                return;
            }

            _tallies[key] = new(time.CreateTimer(_ => Sum(key), null, Minute, Timeout.InfiniteTimeSpan), answer);
        }

        audit.Record(caller, What, answer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (string address in _tallies.Keys.ToArray())
                Sum(address);
        }
    }

    private void Sum(string address)
    {
        Tally? tally;
        lock (_lock)
        {
            if (!_tallies.Remove(address, out tally))
                return;
        }

        tally.Timer.Dispose();
        if (tally.More == 0)
            return;
        string message = string.Create(CultureInfo.InvariantCulture, $"{tally.More} more within a minute, the last: {tally.Last.Message}");
        audit.Write(new("several", address, null), What, tally.Last with { Message = message });
    }

    private sealed class Tally(ITimer timer, ApiAnswer first)
    {
        public ITimer Timer { get; } = timer;

        public int More { get; set; }

        public ApiAnswer Last { get; set; } = first;
    }
}
