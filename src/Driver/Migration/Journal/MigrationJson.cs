using System.Text.Json;
using System.Text.Json.Serialization;
using ShadowMig.Driver.Planning;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>How plans and reports lie in the journal. Internal: the public JSON contract is not written here.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MigrationPlan))]
[JsonSerializable(typeof(MigrationReport))]
[JsonSerializable(typeof(MigrationProgress))]
[JsonSerializable(typeof(BeforeTransfer))]
internal sealed partial class MigrationJson : JsonSerializerContext
{
    /// <summary>Reads what this class wrote; null when it cannot be read any more.</summary>
    public static T? Read<T>(string? json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
