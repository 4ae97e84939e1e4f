namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>One PromQL query.</summary>
public sealed class QueryOptions
{
    /// <summary>The expression; <c>$node</c> stands for this node's host name.</summary>
    public string Query { get; set; } = "";

    /// <summary>Whether the result is one number, or one a guest by label <c>uuid</c> or <c>domain</c>.</summary>
    public SignalScope Scope { get; set; }
}
