namespace ShadowMig.Driver.Model;

/// <summary>A guest as its domain XML describes it; <see cref="DomainDescriptionParser"/> reads it.</summary>
/// <remarks>Element names: https://libvirt.org/formatdomain.html.</remarks>
public sealed record DomainDescription
{
    /// <summary>Name and UUID.</summary>
    public required DomainIdentity Identity { get; init; }

    /// <summary>Virtualization type: kvm, qemu (TCG) and so on.</summary>
    public required string VirtualizationType { get; init; }

    /// <summary>Architecture, for example x86_64; null when the XML does not say.</summary>
    public string? Architecture { get; init; }

    /// <summary>Machine type, canonical in the XML of an active guest; null when the XML does not say.</summary>
    public string? Machine { get; init; }

    /// <summary>Path of the hypervisor's binary; null when the XML does not say.</summary>
    public string? Emulator { get; init; }

    /// <summary>Memory that the guest can have at most without hot-plugging more.</summary>
    public required ByteCount Memory { get; init; }

    /// <summary>Memory that the balloon leaves to the guest.</summary>
    public required ByteCount CurrentMemory { get; init; }

    /// <summary>Virtual processors at most.</summary>
    public required int VirtualCpus { get; init; }

    /// <summary>Whether huge pages back the guest's memory.</summary>
    public bool UsesHugePages { get; init; }

    /// <summary>Size of those huge pages; null for the node's default size, or without huge pages.</summary>
    public ByteCount? HugePageSize { get; init; }

    /// <summary>Whether KVM's dirty ring is on; then only the mode dirty-ring measures a dirty rate exactly.</summary>
    public bool HasDirtyRing { get; init; }

    /// <summary>Disks and drives.</summary>
    public IReadOnlyList<DomainDisk> Disks { get; init; } = [];

    /// <summary>Devices that may be tied to the node.</summary>
    public IReadOnlyList<DomainDevice> NodeDevices { get; init; } = [];

    /// <summary>Network interfaces.</summary>
    public IReadOnlyList<DomainInterface> Interfaces { get; init; } = [];

    /// <summary>NUMA nodes of the host that the guest's memory is bound to and cannot do without; empty when it may lie anywhere.</summary>
    public IReadOnlyList<int> BoundNumaNodes { get; init; } = [];

    /// <summary>Security models that the guest has a label of: apparmor, selinux, dac and so on.</summary>
    public IReadOnlyList<string> SecurityModels { get; init; } = [];

    /// <summary>Mode of the CPU element: custom, host-model, host-passthrough, maximum; null without such an element.</summary>
    public string? CpuMode { get; init; }

    /// <summary>The CPU element as XML; null when there is none.</summary>
    public string? CpuXml { get; init; }

    /// <summary>What its owner wants of whoever moves it.</summary>
    public GuestPolicy Policy { get; init; } = GuestPolicy.None;

    /// <summary>Whether QEMU emulates the processor (TCG), on which the exact dirty-rate modes crash QEMU 7.2.</summary>
    public bool IsEmulated => VirtualizationType == "qemu";

    /// <summary>Size of the pages that back the guest's memory, where the XML tells: 4 KiB without huge pages.</summary>
    public ByteCount? PageSize => UsesHugePages ? HugePageSize : new ByteCount(4096);
}
