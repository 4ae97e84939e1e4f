using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>What one migration may use of a link's budget.</summary>
/// <param name="Granted">What it may use.</param>
/// <param name="Most">What it might use if it had no cap of its own.</param>
/// <param name="Migrations">How many share the link.</param>
public readonly record struct BandwidthShare(BytesPerSecond Granted, BytesPerSecond Most, int Migrations);
