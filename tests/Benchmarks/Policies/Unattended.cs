namespace ShadowMig.Benchmarks.Policies;

/// <summary>Starts the migration and lets it run.</summary>
internal sealed class Unattended : IPolicySession
{
    public static Unattended Session { get; } = new();

    public PolicyStep? Look(PolicyReading reading) => null;
}
