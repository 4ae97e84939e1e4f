using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Cluster;

/// <summary>What is shared cannot be read or written now: nobody can say who else migrates what.</summary>
public sealed class CoordinationUnavailableException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>The same as a reason.</summary>
    public Reason Reason { get; } = new(ReasonCodes.CoordinationUnavailable, message);
}
