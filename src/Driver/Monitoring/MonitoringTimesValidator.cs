using Microsoft.Extensions.Options;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Validates the times of <see cref="MonitoringOptions"/>, alone and against each other.</summary>
internal sealed class MonitoringTimesValidator : IValidateOptions<MonitoringOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, MonitoringOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        Within(result, nameof(options.SamplePeriod), options.SamplePeriod, 0.5, 300);
        Within(result, nameof(options.DetailPeriod), options.EffectiveDetailPeriod, 0.5, 300);
        Within(result, nameof(options.SampleBound), options.EffectiveSampleBound, 0.1, 300);
        Within(result, nameof(options.CallBound), options.CallBound, 0.1, 300);
        Within(result, nameof(options.ObservationInterval), options.ObservationInterval, 1, 86_400);
        Within(result, nameof(options.ObservationBudget), options.ObservationBudget, 1, 300);
        if (options.EffectiveDetailPeriod < options.SamplePeriod)
            result.AddError("must not be shorter than SamplePeriod", nameof(options.DetailPeriod));
        if (options.EffectiveStaleAfter < options.SamplePeriod)
            result.AddError("must not be shorter than SamplePeriod", nameof(options.StaleAfter));
        if (options.ObservationPeriods is { } periods && ObservationPeriods.FindError(periods) is { } error)
            result.AddError(error, nameof(options.ObservationPeriods));
        return result.Build();
    }

    private static void Within(ValidateOptionsResultBuilder result, string name, TimeSpan value, double least, double most)
    {
        if (value.TotalSeconds < least || value.TotalSeconds > most)
        {
            result.AddError(
                $"is {Duration.Format(value)}; give {Duration.Format(TimeSpan.FromSeconds(least))} to {Duration.Format(TimeSpan.FromSeconds(most))}", name);
        }
    }
}
