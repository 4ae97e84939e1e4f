namespace ShadowMig.Driver.Orchestration;

/// <summary>What a check found.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What was seen or, if it failed, what to do: one sentence.</param>
/// <param name="Code">Reason code of a failure.</param>
public sealed record CheckFinding(CheckOutcome Outcome, string Detail, string? Code = null)
{
    /// <summary>The gravest of several findings, with the details of all that are as grave.</summary>
    /// <param name="findings">The findings; none when nothing was found.</param>
    /// <param name="fine">What to say when none is worse than fine.</param>
    public static CheckFinding Gravest(IEnumerable<CheckFinding> findings, string fine) => findings
        .Where(f => f.Outcome != CheckOutcome.Passed)
        .GroupBy(f => f.Outcome)
        .MaxBy(g => g.Key switch { CheckOutcome.Failed => 2, CheckOutcome.Warned => 1, _ => 0 }) is { } gravest
            ? new(gravest.Key, string.Join("; ", gravest.Select(f => f.Detail).Distinct()), gravest.First().Code)
            : Pass(fine);

    /// <summary>Fine.</summary>
    public static CheckFinding Pass(string detail) => new(CheckOutcome.Passed, detail);

    /// <summary>Not fine, but no obstacle.</summary>
    public static CheckFinding Warn(string detail) => new(CheckOutcome.Warned, detail);

    /// <summary>Could not be made.</summary>
    public static CheckFinding Skip(string detail) => new(CheckOutcome.Skipped, detail);

    /// <summary>An obstacle.</summary>
    public static CheckFinding Fail(string code, string detail) => new(CheckOutcome.Failed, detail, code);
}
