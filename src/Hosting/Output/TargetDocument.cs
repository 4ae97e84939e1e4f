using ShadowMig.Driver.Selection;

namespace ShadowMig.Hosting.Output;

/// <summary>A node that was looked at when the destination was chosen, in JSON.</summary>
internal sealed record TargetDocument(string Node, string Uri, string Outcome, double? HeadroomRatio, double? PredictedSeconds, IReadOnlyList<ReasonDocument> Reasons)
{
    public static TargetDocument From(DestinationFate fate) => new(
        fate.Candidate.Node.Name,
        fate.Candidate.Node.Uri,
        Word(fate.Outcome),
        fate.Headroom,
        (fate.Candidate.Plan?.Chosen?.Prediction?.TotalSeconds.P50).Finite(),
        ReasonDocument.From(fate.Reasons));

    /// <summary>chosen, possible or refused.</summary>
    public static string Word(DestinationOutcome outcome) => outcome switch
    {
        DestinationOutcome.Chosen => "chosen",
        DestinationOutcome.Possible => "possible",
        _ => "refused",
    };
}
