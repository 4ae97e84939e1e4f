using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Monitoring.Signals;

/// <summary>Validates what the attributes of <see cref="SignalOptions"/> say.</summary>
[OptionsValidator]
internal sealed partial class SignalOptionsValidator : IValidateOptions<SignalOptions>;
