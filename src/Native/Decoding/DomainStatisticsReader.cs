using System.Globalization;

namespace ShadowMig.Native.Decoding;

/// <summary>Fields of bulk statistics to a record.</summary>
/// <remarks>Field names: https://libvirt.org/html/libvirt-libvirt-domain.html, virConnectGetAllDomainStats.</remarks>
internal static class DomainStatisticsReader
{
    /// <summary>Reads one domain's fields; what libvirt did not send is null.</summary>
    internal static DomainStatistics Read(string name, Guid uuid, TypedParameters fields) => new()
    {
        Name = name,
        Uuid = uuid,
        State = State(fields),
        CpuTime = NativeUnits.Nanoseconds(fields.UnsignedInteger("cpu.time")),
        Memory = Memory(fields),
        MaximumMemoryBytes = NativeUnits.Kibibytes(fields.UnsignedInteger("balloon.maximum")),
        Vcpus = [.. Indices(fields, "vcpu.").Select(index => Vcpu(fields, index))],
        Interfaces = [.. Indices(fields, "net.").Select(index => Interface(fields, index)).OfType<InterfaceStatistics>()],
        DirtyRate = DirtyRate(fields),
        Fields = fields,
    };

    private static DomainStateReading? State(TypedParameters fields) =>
        fields.Integer("state.state") is { } state
            ? new DomainStateReading((DomainState)state, (int)(fields.Integer("state.reason") ?? 0))
            : null;

    private static DomainMemoryStatistics? Memory(TypedParameters fields)
    {
        var memory = new DomainMemoryStatistics
        {
            ActualBytes = NativeUnits.Kibibytes(fields.UnsignedInteger("balloon.current")),
            UnusedBytes = NativeUnits.Kibibytes(fields.UnsignedInteger("balloon.unused")),
            AvailableBytes = NativeUnits.Kibibytes(fields.UnsignedInteger("balloon.available")),
            UsableBytes = NativeUnits.Kibibytes(fields.UnsignedInteger("balloon.usable")),
            ResidentBytes = NativeUnits.Kibibytes(fields.UnsignedInteger("balloon.rss")),
            SwapInBytes = NativeUnits.Kibibytes(fields.UnsignedInteger("balloon.swap_in")),
            SwapOutBytes = NativeUnits.Kibibytes(fields.UnsignedInteger("balloon.swap_out")),
            MajorFaults = fields.UnsignedInteger("balloon.major_fault"),
            MinorFaults = fields.UnsignedInteger("balloon.minor_fault"),
            LastUpdate = fields.UnsignedInteger("balloon.last-update"),
        };
        return memory == new DomainMemoryStatistics() ? null : memory;
    }

    private static VcpuStatistics Vcpu(TypedParameters fields, int index) => new(
        index,
        (int?)fields.Integer($"vcpu.{index}.state"),
        NativeUnits.Nanoseconds(fields.UnsignedInteger($"vcpu.{index}.time")),
        NativeUnits.Nanoseconds(fields.UnsignedInteger($"vcpu.{index}.wait")),
        NativeUnits.Nanoseconds(fields.UnsignedInteger($"vcpu.{index}.delay")));

    private static InterfaceStatistics? Interface(TypedParameters fields, int index) =>
        fields.Text($"net.{index}.name") is { } name
            ? new InterfaceStatistics(
                name, fields.UnsignedInteger($"net.{index}.rx.bytes"), fields.UnsignedInteger($"net.{index}.tx.bytes"))
            : null;

    private static DirtyRateReading? DirtyRate(TypedParameters fields)
    {
        if (fields.Integer("dirtyrate.calc_status") is not { } status)
            return null;
        return new DirtyRateReading
        {
            Status = (DirtyRateStatus)status,
            StartTime = fields.Integer("dirtyrate.calc_start_time"),
            Period = fields.Integer("dirtyrate.calc_period") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Mode = fields.Text("dirtyrate.calc_mode") switch
            {
                "page-sampling" => DirtyRateMode.PageSampling,
                "dirty-bitmap" => DirtyRateMode.DirtyBitmap,
                "dirty-ring" => DirtyRateMode.DirtyRing,
                _ => null,
            },
            MebibytesPerSecond = fields.UnsignedInteger("dirtyrate.megabytes_per_second"),
            VcpuMebibytesPerSecond = Indices(fields, "dirtyrate.vcpu.")
                .Select(index => (Index: index, Rate: fields.UnsignedInteger($"dirtyrate.vcpu.{index}.megabytes_per_second")))
                .Where(vcpu => vcpu.Rate is not null)
                .ToDictionary(vcpu => vcpu.Index, vcpu => vcpu.Rate!.Value),
        };
    }

    /// <summary>The numbers that follow a prefix, in order; processors may be unplugged, so they need not be dense.</summary>
    private static SortedSet<int> Indices(TypedParameters fields, string prefix)
    {
        var indices = new SortedSet<int>();
        foreach (string name in fields.Values.Keys)
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            ReadOnlySpan<char> rest = name.AsSpan(prefix.Length);
            int dot = rest.IndexOf('.');
            if (dot > 0 && int.TryParse(rest[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out int index))
                indices.Add(index);
        }

        return indices;
    }
}
