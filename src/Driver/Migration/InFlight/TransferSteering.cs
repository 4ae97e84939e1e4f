using System.Globalization;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>Takes a controller's steps through libvirt, beside the reading of the transfer, and keeps what was done.</summary>
internal sealed class TransferSteering(
    MigrationEnds ends, MigrationPlan plan, MigrationParameters parameters, BandwidthFollower budget, MigrationRecorder recorder)
{
    // A share that moves by less is not worth a call into QEMU.
    private const double Noticeable = 0.05;

    private static readonly TimeSpan DealAgainAfter = TimeSpan.FromSeconds(10);

    private readonly List<TakenStep> _taken = [];
    private readonly List<(TakenStep Step, Task<string?> Error, SteeringSettings Then)> _running = [];
    private SteeringSettings _held = SteeringSettings.From(parameters, plan.Limits) with { Bandwidth = budget.Share?.Granted ?? parameters.Bandwidth };
    private BytesPerSecond? _cap = parameters.Bandwidth;
    private Task<string?> _dealing = Task.FromResult<string?>(null);
    private (SteeringSettings Before, TimeSpan At) _dealt;
    private TimeSpan _dealAgainAt;

    /// <summary>Adds what was done to what was seen.</summary>
    public InFlightState Complete(InFlightState seen) => seen with
    {
        Settings = _held with { BandwidthCeiling = Ceiling() },
        Taken = [.. _taken],
    };

    /// <summary>Begins a step: recorded first, then told to libvirt within the bound of a call.</summary>
    public void Begin(InFlightDecision decision, InFlightState state)
    {
        recorder.Act(decision.Action, decision.Reason.Message);
        (Action call, SteeringSettings then) = decision switch
        {
            RaiseMaxDowntime raise => (() => ends.Steering.SetMigrationMaxDowntime(raise.Limit), _held with { MaxDowntime = raise.Limit }),
            LowerMaxDowntime lower => (() => ends.Steering.SetMigrationMaxDowntime(lower.Limit), _held with { MaxDowntime = lower.Limit }),
            ResizeCache resize => (() => ends.Steering.SetCompressionCacheBytes((ulong)resize.Size.Value), _held with { XbzrleCache = resize.Size }),
            RaiseBandwidth raise => ((Action)(() => SetSpeed(raise.Cap, postCopy: false)), _held with { Bandwidth = raise.Cap }),
            _ => throw new ArgumentException($"{decision.Action} is not for here", nameof(decision)),
        };
        var step = new TakenStep(decision, state.Elapsed, state.RoundsOver, null);
        _taken.Add(step);
        _running.Add((step, TryAsync(call), then));
    }

    /// <summary>Notes a step that somebody else takes.</summary>
    public void Note(InFlightDecision decision, InFlightState state, Task<string?> error)
    {
        var step = new TakenStep(decision, state.Elapsed, state.RoundsOver, null);
        _taken.Add(step);
        _running.Add((step, error, _held));
    }

    /// <summary>Takes in what libvirt has answered since.</summary>
    public void Collect()
    {
        foreach ((TakenStep step, Task<string?> answer, SteeringSettings then) in _running.Where(r => r.Error.IsCompleted).ToArray())
        {
            _running.RemoveAll(r => ReferenceEquals(r.Step, step));
            string? error = answer.Result;
            _taken[_taken.IndexOf(step)] = step with { Succeeded = error is null };
            if (error is not null)
                recorder.Act($"{step.Decision.Action}-failed", error);
            else
                Hold(step.Decision, then);
        }

        if (_dealing is { IsCompleted: true, Result: { } failure })
        {
            recorder.Act("set-bandwidth-failed", failure);
            _held = _held with { Bandwidth = _dealt.Before.Bandwidth, BandwidthChangedAt = _dealt.Before.BandwidthChangedAt };
            _dealAgainAt = _dealt.At + DealAgainAfter;
            _dealing = Task.FromResult<string?>(null);
        }
    }

    /// <summary>Keeps to the share of the link's budget.</summary>
    public void FollowBudget(InFlightState state)
    {
        budget.Follow(_cap);
        if (budget.Share is not { } share || budget.LookedUpWith != _cap || !_dealing.IsCompleted || recorder.Elapsed < _dealAgainAt
            || _running.Any(r => r.Step.Decision is RaiseBandwidth))
            return;
        double now = _held.Bandwidth?.Value ?? double.PositiveInfinity;
        if (Math.Abs(share.Granted.Value - now) <= Noticeable * share.Granted.Value)
            return;
        recorder.Act("set-bandwidth", string.Create(
            CultureInfo.InvariantCulture, $"{share.Migrations} migrations share the link's budget: {share.Granted} for this one"));
        _dealt = (_held, recorder.Elapsed);
        _held = _held with { Bandwidth = share.Granted, BandwidthChangedAt = recorder.Elapsed };
        _dealing = TryAsync(() => SetSpeed(share.Granted, state.InPostCopy));
    }

    /// <summary>Waits until libvirt has answered every step: none takes effect after what is put back.</summary>
    public Task FinishAsync() => Task.WhenAll(_running.Select(r => r.Error).Append(_dealing));

    private void Hold(InFlightDecision decision, SteeringSettings then)
    {
        switch (decision)
        {
            case RaiseMaxDowntime or LowerMaxDowntime:
                _held = _held with { MaxDowntime = then.MaxDowntime };
                break;
            case ResizeCache:
                _held = _held with { XbzrleCache = then.XbzrleCache };
                break;
            case RaiseBandwidth:
                _cap = then.Bandwidth;
                _held = _held with { Bandwidth = then.Bandwidth, BandwidthChangedAt = recorder.Elapsed };
                break;
        }
    }

    private BytesPerSecond? Ceiling()
    {
        double limit = plan.Limits.Bandwidth?.Value ?? double.PositiveInfinity;
        double most = Math.Min(limit, budget.Share?.Most.Value ?? double.PositiveInfinity);
        return double.IsFinite(most) ? new(most) : null;
    }

    private void SetSpeed(BytesPerSecond cap, bool postCopy) =>
        ends.Steering.SetMigrationMaxSpeed(MigrationRequestBuilder.WholeMebibytes(cap), postCopy);

    private async Task<string?> TryAsync(Action call)
    {
        try
        {
            await ends.ChangeAsync(call);
            return null;
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException or GuestLockLostException)
        {
            return e.Message;
        }
    }
}
