namespace ShadowMig.Driver.Model;

/// <summary>The profile whose limits hold for a migration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Why">What chose it, for people.</param>
public sealed record ChosenProfile(string Name, string Why);
