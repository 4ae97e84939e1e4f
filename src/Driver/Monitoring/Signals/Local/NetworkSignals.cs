namespace ShadowMig.Driver.Monitoring.Signals.Local;

/// <summary>How full the links of this machine's network cards are; bridges and guests' interfaces have no device behind them and do not count.</summary>
internal sealed class NetworkSignals(IFileReader files) : ISignalSource
{
    private const string Folder = "/sys/class/net";
    private const double BytesPerSecondOfMegabit = 125_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, (CounterWindow Received, CounterWindow Sent)> _cards = [];

    /// <inheritdoc/>
    public bool Provides(string signal) => signal == SignalNames.NodeNetworkUtilization;

    /// <inheritdoc/>
    public IEnumerable<SignalReading> Read(SignalTick tick)
    {
        string[] cards = [.. (tick.IsLocal ? files.List(Folder) : []).Where(name => files.ReadOrNull($"{Folder}/{name}/device/uevent") is not null)];
        foreach (string gone in _cards.Keys.Except(cards).ToArray())
            _cards.Remove(gone);
        // Max of no values is null, not 0: without a known link nothing is known.
        if (cards.Select(card => Utilization(card, tick.Now)).Max() is { } busiest)
            yield return tick.Node(SignalNames.NodeNetworkUtilization, busiest);
    }

    private double? Utilization(string card, DateTimeOffset now)
    {
        if (!_cards.TryGetValue(card, out (CounterWindow Received, CounterWindow Sent) counters))
            _cards[card] = counters = (new(Window), new(Window));
        counters.Received.Add(now, KernelText.Number(files.ReadOrNull($"{Folder}/{card}/statistics/rx_bytes")));
        counters.Sent.Add(now, KernelText.Number(files.ReadOrNull($"{Folder}/{card}/statistics/tx_bytes")));
        // A link that is down has speed -1, or none.
        return KernelText.Number(files.ReadOrNull($"{Folder}/{card}/speed")) is > 0 and var megabits
            && counters.Received.Rate is { } received && counters.Sent.Rate is { } sent
            ? Math.Max(received, sent) / (megabits * BytesPerSecondOfMegabit)
            : null;
    }
}
