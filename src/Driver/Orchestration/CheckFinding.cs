namespace ShadowMig.Driver.Orchestration;

/// <summary>What a check found.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What was seen or, if it failed, what to do: one sentence.</param>
/// <param name="Code">Reason code of a failure.</param>
public sealed record CheckFinding(CheckOutcome Outcome, string Detail, string? Code = null)
{
    /// <summary>Fine.</summary>
    public static CheckFinding Pass(string detail) => new(CheckOutcome.Passed, detail);

    /// <summary>Not fine, but no obstacle.</summary>
    public static CheckFinding Warn(string detail) => new(CheckOutcome.Warned, detail);

    /// <summary>Could not be made.</summary>
    public static CheckFinding Skip(string detail) => new(CheckOutcome.Skipped, detail);

    /// <summary>An obstacle.</summary>
    public static CheckFinding Fail(string code, string detail) => new(CheckOutcome.Failed, detail, code);
}
