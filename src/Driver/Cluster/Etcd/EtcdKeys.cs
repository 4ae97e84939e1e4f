namespace ShadowMig.Driver.Cluster.Etcd;

/// <summary>Where things lie in etcd.</summary>
internal sealed class EtcdKeys(string prefix)
{
    /// <summary>Guest locks, one a guest.</summary>
    public string Guests => $"{prefix}guests/";

    /// <summary>Written with each lock that is taken: two that read the same locks cannot both take one.</summary>
    public string GuestsGeneration => $"{prefix}generations/guests";

    /// <summary>Reservations of all targets.</summary>
    public string Reservations => $"{prefix}reservations/";

    /// <summary>Cordons, one a node.</summary>
    public string Cordons => $"{prefix}cordons/";

    /// <summary>Drains, one a node.</summary>
    public string Drains => $"{prefix}drains/";

    /// <summary>Nodes whose service lives.</summary>
    public string Nodes => $"{prefix}nodes/";

    /// <summary>Nodes that were published at some time, for telling which are silent.</summary>
    public string Seen => $"{prefix}seen/";

    /// <summary>Who decides.</summary>
    public string Leader => $"{prefix}leader";

    /// <summary>Reservations of one target.</summary>
    public string ReservationsOf(Guid destination) => $"{Reservations}{destination}/";

    /// <summary>Written with each reservation that is made on a target.</summary>
    public string ReservationsGeneration(Guid destination) => $"{prefix}generations/reservations/{destination}";

    /// <summary>What follows a folder in a key.</summary>
    public static string Rest(string key, string folder) => key[folder.Length..];
}
