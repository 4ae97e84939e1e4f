using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Commands.Draining;

/// <summary>Guests of a node.</summary>
/// <param name="Active">Those that run or are paused.</param>
/// <param name="ShutOff">Those that are only defined there.</param>
internal sealed record NodeRoster(IReadOnlyList<DrainItem> Active, IReadOnlyList<DomainIdentity> ShutOff);
