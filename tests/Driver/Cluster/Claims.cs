using ShadowMig.Driver.Cluster;

namespace ShadowMig.Driver.Tests.Cluster;

/// <summary>Claims on guests between named hosts.</summary>
internal static class Claims
{
    public static readonly Guid Web = Guid.Parse("8e398729-d2cf-4096-a210-1ed88a2399b9");

    public static GuestClaim Of(Guid? guest = null, int source = 1, int destination = 2, string holder = "node1:1") =>
        new(guest ?? Web, "web", "m1", holder, Host(source), Host(destination), new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    public static Guid Host(int number) => new(number, 0, 0, new byte[8]);

    public static StandingLock Standing(int source, int destination) => new(Guid.NewGuid(), 1, Of(source: source, destination: destination));
}
