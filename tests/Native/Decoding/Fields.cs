namespace ShadowMig.Native.Tests.Decoding;

/// <summary>Typed parameters as the decoder leaves them.</summary>
internal static class Fields
{
    internal static TypedParameters Of(params (string Name, object Value)[] fields) =>
        new(fields.ToDictionary(field => field.Name, field => field.Value));
}
