using System.ComponentModel.DataAnnotations;

namespace ShadowMig.Driver.Model;

/// <summary>An option that must be a time above zero and at most one hour, or as many as are said.</summary>
/// <remarks><see cref="RangeAttribute"/> needs reflection for times, which Native AOT does not have.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PositiveTimeAttribute : ValidationAttribute
{
    /// <summary>The longest time, in hours.</summary>
    public int Hours { get; init; } = 1;

    private TimeSpan Longest => TimeSpan.FromHours(Hours);

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is TimeSpan time && time > TimeSpan.Zero && time <= Longest;

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"{name} must be above zero and at most {Longest}";
}
