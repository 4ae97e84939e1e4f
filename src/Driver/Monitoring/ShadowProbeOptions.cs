namespace ShadowMig.Driver.Monitoring;

/// <summary>What the shadow probe may cost the guest.</summary>
internal sealed record ShadowProbeOptions
{
    /// <summary>Bytes read at one address; always a base page, since QEMU migrates in base pages whatever backs them.</summary>
    public int PageBytes { get; init; } = 4096;

    /// <summary>Most pages in all; each is read twice.</summary>
    public int MaxPages { get; init; } = 200;

    /// <summary>Longest time in all.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Times between the two readings of a page; one point of the working set curve each.</summary>
    public IReadOnlyList<TimeSpan> Gaps { get; init; } = [TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)];

    /// <summary>Fewest pages behind a point of the curve.</summary>
    public int MinPages { get; init; } = 8;
}
