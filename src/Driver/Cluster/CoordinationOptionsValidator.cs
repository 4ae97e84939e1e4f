using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Cluster;

/// <summary>Validates <see cref="CoordinationOptions"/> by their attributes, without reflection.</summary>
[OptionsValidator]
internal sealed partial class CoordinationOptionsValidator : IValidateOptions<CoordinationOptions>;
