using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Validates what the options of <see cref="AutopilotOptions"/> say together.</summary>
public sealed class AutopilotLevelsValidator : IValidateOptions<AutopilotOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AutopilotOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (options.ClearedAt > options.OverloadedAt)
            result.AddError("must not be above OverloadedAt: a node that was just relieved would be overloaded", nameof(options.ClearedAt));
        if (options.Detector is not (AutopilotRule.Forecast or AutopilotRule.Threshold))
            result.AddError($"is '{options.Detector}'; give {AutopilotRule.Forecast} or {AutopilotRule.Threshold}", nameof(options.Detector));
        return result.Build();
    }
}
