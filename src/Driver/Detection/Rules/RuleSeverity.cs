namespace ShadowMig.Driver.Detection.Rules;

/// <summary>How bad it is.</summary>
public enum RuleSeverity
{
    /// <summary>Worth a look.</summary>
    Warning,

    /// <summary>Guests suffer, or soon will.</summary>
    Critical,
}
