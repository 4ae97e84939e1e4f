using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Validates <see cref="PreflightOptions"/> by their attributes, without reflection.</summary>
[OptionsValidator]
public sealed partial class PreflightOptionsValidator : IValidateOptions<PreflightOptions>;
