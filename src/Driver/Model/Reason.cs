namespace ShadowMig.Driver.Model;

/// <summary>Why something was decided: a code of <see cref="ReasonCodes"/> and one sentence that says what to do.</summary>
public sealed record Reason(string Code, string Message);
