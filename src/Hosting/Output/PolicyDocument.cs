using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Output;

/// <summary>What a guest's metadata says, in JSON.</summary>
internal sealed record PolicyDocument(
    string Move,
    int Priority,
    string? Profile,
    IReadOnlyList<string> KeepApart,
    IReadOnlyList<string> KeepTogether,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<string> Problems)
{
    /// <summary>Null for a guest that asks for nothing.</summary>
    public static PolicyDocument? From(GuestPolicy policy) => ReferenceEquals(policy, GuestPolicy.None)
        ? null
        : new(policy.NeverMove ? "never" : "allowed", policy.Priority, policy.Profile, policy.KeepApart, policy.KeepTogether, policy.Labels, policy.Problems);
}
