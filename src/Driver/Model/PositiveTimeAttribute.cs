using System.ComponentModel.DataAnnotations;

namespace ShadowMig.Driver.Model;

/// <summary>An option that must be a time above zero and at most one hour.</summary>
/// <remarks><see cref="RangeAttribute"/> needs reflection for times, which Native AOT does not have.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PositiveTimeAttribute : ValidationAttribute
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is TimeSpan time && time > TimeSpan.Zero && time <= Longest;

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"{name} must be above zero and at most {Longest}";
}
