using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>A guest's latest sample and the readings behind it, to compare the next ones with.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Readings">The readings of the latest tick that asked for everything; null before the first.</param>
/// <param name="IsDoubtful">Whether the guest did not answer when it was last asked itself: what libvirt knows without it renews nothing.</param>
internal sealed record GuestEntry(GuestSample Sample, DomainStatistics? Readings, bool IsDoubtful = false);
