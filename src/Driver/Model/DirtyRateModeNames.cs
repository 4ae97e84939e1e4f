using ShadowMig.Native;

namespace ShadowMig.Driver.Model;

/// <summary>Dirty-rate modes as JSON and metrics write them.</summary>
public static class DirtyRateModeNames
{
    /// <summary>The name of a mode, as QEMU writes it.</summary>
    public static string Name(this DirtyRateMode mode) => mode switch
    {
        DirtyRateMode.PageSampling => "page-sampling",
        DirtyRateMode.DirtyBitmap => "dirty-bitmap",
        DirtyRateMode.DirtyRing => "dirty-ring",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "unknown mode"),
    };
}
