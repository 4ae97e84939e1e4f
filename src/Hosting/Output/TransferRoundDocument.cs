using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Output;

/// <summary>A round as it was, in JSON.</summary>
internal sealed record TransferRoundDocument(double EndedAtSeconds, long? TransferBytes, long? RemainingBytes)
{
    public static TransferRoundDocument From(TransferRound round) => new(round.EndedAt.TotalSeconds, round.Bytes?.Value, round.Left?.Value);
}
