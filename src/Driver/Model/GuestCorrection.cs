namespace ShadowMig.Driver.Model;

/// <summary>What past migrations of one guest taught about it.</summary>
/// <param name="DirtyingFactor">Memory that it dirtied while it migrated, as a multiple of what its observation foretold.</param>
/// <param name="Spread">Standard deviation of that factor.</param>
/// <param name="Migrations">How many migrations it rests on.</param>
public sealed record GuestCorrection(double DirtyingFactor, double Spread, int Migrations);
