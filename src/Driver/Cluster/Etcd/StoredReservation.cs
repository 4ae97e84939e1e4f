namespace ShadowMig.Driver.Cluster.Etcd;

/// <summary>A reservation as it lies in etcd.</summary>
internal sealed record StoredReservation(string MigrationId, Guid Destination, long Bytes, string Holder);
