namespace ShadowMig.Driver.Simulation;

/// <summary>Runs a trace through a simulated data centre. Pure: the same trace, model and policy give the same result.</summary>
public static class Simulator
{
    /// <summary>Runs a trace.</summary>
    /// <param name="trace">What machines asked for.</param>
    /// <param name="model">The data centre.</param>
    /// <param name="policy">How it is run.</param>
    /// <param name="onDecision">If given, is told of every decision.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <exception cref="SimulationException">The machines do not fit on the hosts.</exception>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public static SimulationResult Run(UtilizationTrace trace, SimulationModel model, SimulatedPolicy policy, Action<SimulatedDecision>? onDecision = null, CancellationToken cancellationToken = default)
    {
        SimulatedFleet fleet = new(trace, model, policy);
        // CloudSim's first event comes a tenth of a second after its clock starts, and every later one by that much later.
        double interval = trace.Interval.TotalSeconds;
        double end = trace.Duration.TotalSeconds;
        double now = 0.1;
        while ((now += interval) < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            fleet.Arrive(now);
            fleet.Settle(now);
            fleet.Decide(now, onDecision);
        }

        fleet.Arrive(end);
        return fleet.Result();
    }
}
