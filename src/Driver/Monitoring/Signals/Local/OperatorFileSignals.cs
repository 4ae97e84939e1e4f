using Microsoft.Extensions.Options;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring.Signals.Local;

/// <summary>Signals from a file that an operator's own program writes; as old as the file.</summary>
internal sealed class OperatorFileSignals(IFileReader files, IOptionsMonitor<SignalOptions> options) : ISignalSource
{
    /// <inheritdoc/>
    public bool Provides(string signal) => signal.StartsWith(SignalNames.FilePrefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<SignalReading> Read(SignalTick tick)
    {
        SignalOptions current = options.CurrentValue;
        if (current.File is not { } path || files.ChangedAt(path) is not { } changedAt)
            yield break;
        // A clock that was set back must not make a file younger than it is.
        DateTimeOffset at = changedAt > tick.Now ? tick.Now : changedAt;
        foreach ((string name, string? who, double value) in OperatorFile.Parse(files.ReadOrNull(path)))
        {
            DomainIdentity? guest = who is null ? null : GuestLookup.Find(tick.Snapshot.Guests, who);
            if (who is null || guest is not null)
                yield return new(SignalNames.FilePrefix + name, guest, value, at, at + current.FileMaxAge);
        }
    }
}
