using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration;

/// <summary>A migration cannot begin; nothing was changed.</summary>
internal sealed class MigrationRefusedException(Reason reason) : Exception(reason.Message)
{
    /// <summary>Why.</summary>
    public Reason Reason { get; } = reason;
}
