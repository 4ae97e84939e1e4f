namespace ShadowMig.Driver.Monitoring;

/// <summary>What a dirty-rate reading means to the calculation that waits for it.</summary>
internal enum DirtyRateVerdict
{
    /// <summary>Not finished, or still the result of an earlier calculation.</summary>
    Pending,

    /// <summary>The result waited for.</summary>
    Accepted,

    /// <summary>The result of a calculation that somebody else started.</summary>
    Foreign,
}
