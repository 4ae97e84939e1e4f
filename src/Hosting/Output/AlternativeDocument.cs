using ShadowMig.Driver.Model;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Hosting.Output;

/// <summary>A way that was not chosen, in JSON.</summary>
internal sealed record AlternativeDocument(string Strategy, bool Feasible, PredictionDocument? Prediction, IReadOnlyList<ReasonDocument> Reasons)
{
    public static AlternativeDocument From(PlanCandidate candidate) => new(
        candidate.Strategy.Name(), candidate.Feasible, PredictionDocument.From(candidate.Prediction), ReasonDocument.From(candidate.Reasons));
}
