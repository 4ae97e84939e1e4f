namespace ShadowMig.Driver.Monitoring;

/// <summary>The node's daemon cannot be asked now: there is no connection to it, or too many calls hang in it.</summary>
internal sealed class NodeUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
