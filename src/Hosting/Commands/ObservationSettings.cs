using System.CommandLine;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Hosting.Commands;

/// <summary>How commands observe a guest: as section Monitoring of the configuration says, and the command line on top.</summary>
internal static class ObservationSettings
{
    /// <summary>The settings of one call.</summary>
    /// <param name="session">The call.</param>
    /// <param name="probe">Its option <c>--probe</c>, which permits the shadow probe where the configuration does not.</param>
    /// <exception cref="OptionsValidationException">A value of the section is out of its bounds.</exception>
    public static ObservationOptions Read(CommandSession session, Option<bool> probe)
    {
        ObservationOptions configured = session.Get<IOptions<MonitoringOptions>>().Value.ToObservationOptions();
        return session.Arguments.GetValue(probe) ? configured with { Probe = true } : configured;
    }
}
