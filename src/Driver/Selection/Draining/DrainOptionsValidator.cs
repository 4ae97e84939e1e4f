using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Selection.Draining;

/// <summary>Validates <see cref="DrainOptions"/> by their attributes, without reflection.</summary>
[OptionsValidator]
public sealed partial class DrainOptionsValidator : IValidateOptions<DrainOptions>;
