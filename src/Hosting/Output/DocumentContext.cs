using System.Text.Json.Serialization;

namespace ShadowMig.Hosting.Output;

/// <summary>Source-generated JSON of every document on standard output.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ApiAnswerDocument))]
[JsonSerializable(typeof(ApiMigrationDocument))]
[JsonSerializable(typeof(ObserveDocument))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(MigrateDocument))]
[JsonSerializable(typeof(CancelDocument))]
[JsonSerializable(typeof(RecoverDocument))]
[JsonSerializable(typeof(DrainDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(JournalDocument))]
[JsonSerializable(typeof(NodesDocument))]
[JsonSerializable(typeof(ConfigurationDocument))]
[JsonSerializable(typeof(SimulateDocument))]
[JsonSerializable(typeof(OverloadTimeDocument))]
[JsonSerializable(typeof(RulesDocument))]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(AutopilotDocument))]
[JsonSerializable(typeof(DecisionsDocument))]
[JsonSerializable(typeof(ExplainDocument))]
internal sealed partial class DocumentContext : JsonSerializerContext;
