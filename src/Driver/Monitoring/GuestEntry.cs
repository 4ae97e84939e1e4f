using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>A guest's latest sample and the readings behind it, to compare the next ones with.</summary>
internal sealed record GuestEntry(GuestSample Sample, DomainStatistics? Readings);
