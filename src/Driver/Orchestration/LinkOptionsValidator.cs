using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Validates <see cref="LinkOptions"/> by their attributes, without reflection.</summary>
[OptionsValidator]
public sealed partial class LinkOptionsValidator : IValidateOptions<LinkOptions>;
