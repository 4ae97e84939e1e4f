using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>The result of one dirty-rate calculation, and how far it can be trusted.</summary>
/// <remarks>
/// QEMU rounds down to whole MiB/s; half of one, the mean of what was cut off, is given back when anything was found.
/// Page-sampling looks at 512 pages per GiB (DIRTYRATE_DEFAULT_SAMPLE_PAGES in QEMU's migration/dirtyrate.h), so that a share
/// f of n pages has the standard error √(f(1−f)/n), and one page when nothing was found. The exact modes see every page, but
/// start and end of the period blur by some milliseconds.
/// </remarks>
/// <param name="At">When it ended.</param>
/// <param name="Period">How long it counted.</param>
/// <param name="Mode">How it counted.</param>
/// <param name="Reading">What libvirt said.</param>
/// <param name="Memory">All memory of the guest.</param>
internal readonly record struct DirtyRateResult(DateTimeOffset At, TimeSpan Period, DirtyRateMode Mode, DirtyRateReading Reading, ByteCount Memory)
{
    private const double SampledPagesPerGibibyte = 512;
    private const double Gibibyte = 1 << 30;
    private const double Mebibyte = 1 << 20;
    private const double ExactRelativeError = 0.02;
    private const double BasePage = 4096;

    /// <summary>Whether it found anything.</summary>
    public bool HasFound => Reading.MebibytesPerSecond > 0;

    /// <summary>Its point of the working set curve.</summary>
    public WorkingSetReading WorkingSet
    {
        get
        {
            double bytes = Math.Min(Memory.Value, ((Reading.MebibytesPerSecond ?? 0) + (HasFound ? 0.5 : 0)) * Mebibyte * Period.TotalSeconds);
            double rounding = Mebibyte * Period.TotalSeconds / Math.Sqrt(12);
            return new(Period, bytes, Math.Sqrt(Square(CountingError(bytes)) + Square(rounding)));
        }
    }

    private double CountingError(double bytes)
    {
        if (Mode != DirtyRateMode.PageSampling)
            return Math.Max(BasePage, ExactRelativeError * bytes);
        double pages = Math.Max(1, SampledPagesPerGibibyte * Memory.Value / Gibibyte);
        double share = Math.Clamp(bytes / Math.Max(1, Memory.Value), 1 / (pages + 1), pages / (pages + 1));
        return Memory.Value * Math.Sqrt(share * (1 - share) / pages);
    }

    private static double Square(double value) => value * value;
}
