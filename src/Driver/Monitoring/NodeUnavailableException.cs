namespace ShadowMig.Driver.Monitoring;

/// <summary>There is no connection to the node's daemon now.</summary>
internal sealed class NodeUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
