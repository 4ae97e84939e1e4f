using System.Runtime.InteropServices;

namespace ShadowMig.Hosting.Commands;

/// <summary>Turns Ctrl-C, SIGTERM and a lost terminal into one cancellation; later signals only ask for patience.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly PosixSignal[] EndingSignals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    private readonly CancellationTokenSource _cancellation;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signals;

    /// <summary>Starts to listen, if the environment says so.</summary>
    /// <param name="catchSignals">Whether to listen.</param>
    /// <param name="outer">Cancels like a signal.</param>
    /// <param name="hangUp">Whether a lost terminal (SIGHUP) counts; a service takes it for a wish to read its configuration again.</param>
    public Interruption(bool catchSignals, CancellationToken outer, bool hangUp = true)
    {
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(outer);
        if (!catchSignals)
            return;
        foreach (PosixSignal signal in hangUp ? EndingSignals : EndingSignals[..^1])
            _registrations.Add(PosixSignalRegistration.Create(signal, Handle));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>
    /// Told of each signal with its number, from 1, once the first has cancelled; what it throws is passed over. When it is null, a second
    /// signal ends the process at once.
    /// </summary>
    public Action<int>? Notify { get; set; }

    /// <summary>Stands for a signal.</summary>
    /// <returns>Whether the process lives on.</returns>
    public bool Signal()
    {
        int count = Interlocked.Increment(ref _signals);
        Action<int>? notify = Notify;
        // First what the signal is for: a lost terminal cannot be told of it.
        if (count == 1)
            _cancellation.Cancel();
        try
        {
            notify?.Invoke(count);
        }
        catch (Exception)
        {
            // In a handler of signals it would end the process, with migrations under way.
        }

        return count == 1 || notify is not null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _cancellation.Dispose();
    }

    private void Handle(PosixSignalContext context) => context.Cancel = Signal();
}
