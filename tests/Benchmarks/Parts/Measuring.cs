namespace ShadowMig.Benchmarks.Parts;

/// <summary>Runs the parts that were asked for, each with its share of the time.</summary>
internal static class Measuring
{
    // What a part leaves over goes to the next.
    private static readonly (string Part, double Weight)[] Weights =
        [(PlannerPart.Name, 0.01), (ObservationPart.Name, 0.09), (PredictionPart.Name, 0.32), (PeersPart.Name, 0.5), (GuestperfPart.Name, 0.08)];

    public static async Task RunAsync(Bench bench)
    {
        (string Part, double Weight)[] wanted = [.. Weights.Where(w => bench.Options.Parts.Contains(w.Part))];
        double sum = wanted.Sum(w => w.Weight), until = 0;
        foreach ((string part, double weight) in wanted)
        {
            until += weight / sum;
            bench.AllowUntil(until);
            bench.Say($"== {part}");
            switch (part)
            {
                case PlannerPart.Name: PlannerPart.Run(bench); break;
                case ObservationPart.Name: await ObservationPart.RunAsync(bench); break;
                case PredictionPart.Name: await PredictionPart.RunAsync(bench); break;
                case PeersPart.Name: await PeersPart.RunAsync(bench); break;
                case GuestperfPart.Name: await GuestperfPart.RunAsync(bench); break;
            }
        }
    }
}
