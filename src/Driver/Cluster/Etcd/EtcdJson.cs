using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Google.Protobuf;

namespace ShadowMig.Driver.Cluster.Etcd;

/// <summary>Values as they lie in etcd. Anybody may have written there: what cannot be read is null, never an exception.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(GuestClaim))]
[JsonSerializable(typeof(NodeAdvertisement))]
[JsonSerializable(typeof(Cordon))]
[JsonSerializable(typeof(DrainClaim))]
[JsonSerializable(typeof(StoredReservation))]
internal sealed partial class EtcdJson : JsonSerializerContext
{
    /// <summary>Reads a value; null when it is not what it should be.</summary>
    public static T? Read<T>(ByteString value, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(value.Span, type);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Writes a value.</summary>
    public static ByteString Write<T>(T value, JsonTypeInfo<T> type) => UnsafeByteOperations.UnsafeWrap(JsonSerializer.SerializeToUtf8Bytes(value, type));
}
