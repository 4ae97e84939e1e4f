using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>Reads the sources that are asked for; one that fails costs the others nothing.</summary>
internal sealed partial class SignalReader(
    IEnumerable<ISignalSource> sources, IOptionsMonitor<MonitoringOptions> options, TimeProvider time, ILogger<SignalReader> logger)
{
    private readonly ISignalSource[] _sources = [.. sources];
    private readonly HashSet<ISignalSource> _failing = [];

    /// <summary>Reads signals at a tick.</summary>
    /// <param name="snapshot">What the sampler knows.</param>
    /// <param name="wanted">Names of the signals; others are not read.</param>
    public SignalSample Read(NodeSnapshot snapshot, IReadOnlySet<string> wanted)
    {
        MonitoringOptions current = options.CurrentValue;
        SignalTick tick = new(snapshot, time.GetUtcNow(), current.EffectiveStaleAfter, LocalNode.IsLocal(current.ConnectionUri)) { DetailStaleAfter = current.DetailStaleAfter };
        return new()
        {
            At = tick.Now,
            Node = snapshot.Node?.HostName,
            Guests = [.. snapshot.Guests.Select(guest => guest.Domain)],
            GuestsKnownUntil = snapshot.CollectorUp ? snapshot.At + tick.StaleAfter : null,
            Readings = [.. _sources
                .Where(source => wanted.Any(source.Provides))
                .SelectMany(source => ReadOne(source, tick))
                .Where(reading => wanted.Contains(reading.Signal) && double.IsFinite(reading.Value))],
        };
    }

    private SignalReading[] ReadOne(ISignalSource source, SignalTick tick)
    {
        try
        {
            SignalReading[] readings = [.. source.Read(tick)];
            _failing.Remove(source);
            return readings;
        }
        catch (Exception exception)
        {
            // A source that fails is one without readings, whatever it met.
            if (_failing.Add(source))
                LogSourceFailed(source.GetType().Name, exception);
            return [];
        }
    }
}
