namespace ShadowMig.Driver.Cluster;

/// <summary>Where guest locks, reservations, cordons and node states lie.</summary>
public enum CoordinationMode
{
    /// <summary>In the journal's file: one machine runs all migrations of its inventory.</summary>
    Local,

    /// <summary>In etcd: any machine of the fleet may run them.</summary>
    Etcd,
}
