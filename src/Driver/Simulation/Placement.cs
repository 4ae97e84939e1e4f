namespace ShadowMig.Driver.Simulation;

/// <summary>Where guests are put before anything is known of them but their size.</summary>
public enum Placement
{
    /// <summary>The host whose power rises least.</summary>
    LeastPower,

    /// <summary>The first host that has room.</summary>
    FirstFit,
}
