using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Selection;

/// <summary>Validates <see cref="SelectionOptions"/> by their attributes, without reflection.</summary>
[OptionsValidator]
public sealed partial class SelectionOptionsValidator : IValidateOptions<SelectionOptions>;
