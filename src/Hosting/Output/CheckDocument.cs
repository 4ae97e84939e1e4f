using ShadowMig.Driver.Orchestration;

namespace ShadowMig.Hosting.Output;

/// <summary>A check in JSON.</summary>
internal sealed record CheckDocument(string Name, string Outcome, string Detail, ReasonDocument? Reason)
{
    public static CheckDocument From(PreflightCheck check) => new(
        check.Name, Word(check.Outcome), check.Detail, check.Reason is { } reason ? new ReasonDocument(reason.Code, reason.Message) : null);

    /// <summary>The word for an outcome.</summary>
    public static string Word(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "passed",
        CheckOutcome.Warned => "warned",
        CheckOutcome.Failed => "failed",
        _ => "skipped",
    };
}
