using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>Validates <see cref="AutopilotOptions"/> by their attributes, without reflection.</summary>
[OptionsValidator]
public sealed partial class AutopilotOptionsValidator : IValidateOptions<AutopilotOptions>;
