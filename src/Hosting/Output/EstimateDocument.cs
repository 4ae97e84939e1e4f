using System.Text.Json.Serialization;
using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Output;

/// <summary>A predicted quantity in JSON; null where it has no bound.</summary>
internal sealed record EstimateDocument(
    [property: JsonPropertyName("p10")] double? P10,
    [property: JsonPropertyName("p50")] double? P50,
    [property: JsonPropertyName("p90")] double? P90)
{
    public static EstimateDocument From(Estimate estimate) => new(estimate.P10.Finite(), estimate.P50.Finite(), estimate.P90.Finite());
}
