using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Migration;

/// <summary>Validates <see cref="MigrationOptions"/> by their attributes, without reflection.</summary>
[OptionsValidator]
public sealed partial class MigrationOptionsValidator : IValidateOptions<MigrationOptions>;
