using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.InFlight;

/// <summary>An event that the target told, not the source.</summary>
internal sealed record TargetEvent(LifecycleEvent Inner) : LibvirtEvent(Inner.At);
