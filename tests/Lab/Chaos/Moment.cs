namespace ShadowMig.Lab.Tests.Chaos;

/// <summary>When it is done.</summary>
public enum Moment
{
    /// <summary>While the guest is observed and planned, before libvirt is called.</summary>
    Before,

    /// <summary>In the first pass over memory.</summary>
    FirstPass,

    /// <summary>Around stop-and-copy; with post-copy around its start.</summary>
    SwitchOver,

    /// <summary>After it should have ended; with post-copy while the target fetches.</summary>
    Late,

    /// <summary>As soon as the source says that post-copy runs; with another way never.</summary>
    PostCopy,
}
