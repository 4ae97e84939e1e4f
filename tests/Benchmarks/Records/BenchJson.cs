using System.Text.Json.Serialization;

namespace ShadowMig.Benchmarks.Records;

/// <summary>JSON of the records, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(IReadOnlyList<RunRecord>))]
[JsonSerializable(typeof(ObservationRecord))]
[JsonSerializable(typeof(PlannerRecord))]
[JsonSerializable(typeof(MachineFacts))]
[JsonSerializable(typeof(LabHost[]))]
internal sealed partial class BenchJson : JsonSerializerContext;
