using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Output;

/// <summary>The profile whose limits hold, in JSON.</summary>
internal sealed record ProfileDocument(string Name, string Why)
{
    public static ProfileDocument? From(ChosenProfile? profile) => profile is null ? null : new(profile.Name, profile.Why);
}
