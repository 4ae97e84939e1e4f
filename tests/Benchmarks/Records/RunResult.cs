namespace ShadowMig.Benchmarks.Records;

/// <summary>What came of a run.</summary>
internal enum RunResult
{
    /// <summary>The guest runs on the destination.</summary>
    Completed,

    /// <summary>The policy gave up by itself; the guest stays.</summary>
    GaveUp,

    /// <summary>ShadowMig planned and refused; the guest stays.</summary>
    Refused,

    /// <summary>The harness ended it at the deadline; the guest stays.</summary>
    Deadline,

    /// <summary>libvirt or ShadowMig reported a failure.</summary>
    Failed,

    /// <summary>Nobody runs the guest any more.</summary>
    Lost,
}
