namespace ShadowMig.Driver.Model;

/// <summary>One disk of a guest, as its XML describes it.</summary>
/// <param name="Target">Name on the guest's bus, for example vda.</param>
/// <param name="Type">Kind of source: file, block, network, volume, nvme and so on.</param>
/// <param name="Device">disk, cdrom, floppy or lun.</param>
/// <param name="Source">Path or name of the source; null for an empty drive.</param>
/// <param name="Cache">Cache mode; null means the hypervisor's default.</param>
/// <param name="IsReadOnly">The guest cannot write to it.</param>
/// <param name="IsShareable">Several guests may use it at once.</param>
public sealed record DomainDisk(
    string Target, string Type, string Device, string? Source, string? Cache, bool IsReadOnly, bool IsShareable)
{
    /// <summary>Storage pool of a source of type volume; null otherwise.</summary>
    public string? Pool { get; init; }

    /// <summary>A drive without a medium.</summary>
    public bool IsEmpty => Source is null;
}
