namespace ShadowMig.Driver.Selection;

/// <summary>What became of a node in the choice of a destination.</summary>
public enum DestinationOutcome
{
    /// <summary>It takes the guest.</summary>
    Chosen,

    /// <summary>It could have taken the guest, and another was better.</summary>
    Possible,

    /// <summary>It cannot take the guest.</summary>
    Refused,
}
