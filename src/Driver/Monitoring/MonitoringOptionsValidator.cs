using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Validates what the attributes of <see cref="MonitoringOptions"/> say.</summary>
[OptionsValidator]
internal sealed partial class MonitoringOptionsValidator : IValidateOptions<MonitoringOptions>;
