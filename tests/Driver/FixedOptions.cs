using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace ShadowMig.Tests;

/// <summary>Options that a test sets.</summary>
internal sealed class FixedOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(T value) : IOptionsMonitor<T>
{
    public T CurrentValue { get; set; } = value;

    public T Get(string? name) => CurrentValue;

    public IDisposable? OnChange(Action<T, string?> listener) => null;
}
