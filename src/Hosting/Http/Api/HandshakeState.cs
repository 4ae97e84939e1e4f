namespace ShadowMig.Hosting.Http.Api;

/// <summary>How far a connection came: a client's certificate was taken, or not.</summary>
internal sealed class HandshakeState
{
    /// <summary>Whether the client's certificate was taken.</summary>
    public bool IsTaken { get; set; }
}
