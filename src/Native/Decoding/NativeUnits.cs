namespace ShadowMig.Native.Decoding;

/// <summary>libvirt's units in .NET's.</summary>
internal static class NativeUnits
{
    /// <summary>Nanoseconds, cut to ticks of 100 ns.</summary>
    internal static TimeSpan Nanoseconds(ulong value) => TimeSpan.FromTicks((long)Math.Min(value / 100, long.MaxValue));

    /// <summary>Nanoseconds, cut to ticks of 100 ns.</summary>
    internal static TimeSpan? Nanoseconds(ulong? value) => value is { } known ? Nanoseconds(known) : null;

    /// <summary>Milliseconds.</summary>
    internal static TimeSpan Milliseconds(ulong value) =>
        TimeSpan.FromTicks((long)Math.Min(value, long.MaxValue / TimeSpan.TicksPerMillisecond) * TimeSpan.TicksPerMillisecond);

    /// <summary>Milliseconds.</summary>
    internal static TimeSpan? Milliseconds(ulong? value) => value is { } known ? Milliseconds(known) : null;

    /// <summary>KiB in bytes; what does not fit is as much as fits.</summary>
    internal static ulong Kibibytes(ulong value) => Math.Min(value, ulong.MaxValue / 1024) * 1024;

    /// <summary>KiB in bytes; what does not fit is as much as fits.</summary>
    internal static ulong? Kibibytes(ulong? value) => value is { } known ? Kibibytes(known) : null;

    /// <summary>libvirt's numbers: major × 1,000,000 + minor × 1,000 + release.</summary>
    internal static Version Version(nuint value) =>
        new((int)(value / 1_000_000), (int)(value / 1_000 % 1_000), (int)(value % 1_000));
}
