using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>How decisions lie in the journal. Internal: the public JSON contract is not written here.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DecisionInput))]
[JsonSerializable(typeof(AutopilotDecision))]
[JsonSerializable(typeof(IReadOnlyList<Reason>), TypeInfoPropertyName = "Reasons")]
internal sealed partial class DecisionJson : JsonSerializerContext
{
    /// <summary>Reads what this class wrote; null when it cannot be read any more.</summary>
    public static T? Read<T>(string? json, JsonTypeInfo<T> type)
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
