using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>A transfer that is followed without its call, and what may be done to it.</summary>
public sealed record TransferToFollow
{
    /// <summary>Its ends; post-copy is resumed with its request, or not at all without one.</summary>
    public required TransferEnds Ends { get; init; }

    /// <summary>Time left until the deadline.</summary>
    public required TimeSpan Left { get; init; }

    /// <summary>Asked before each attempt to abort, with why.</summary>
    public required Func<Reason, Task<bool>> MayAbort { get; init; }

    /// <summary>Asked before each attempt to resume post-copy, with why; gives why it must not be, or null.</summary>
    public required Func<string, Task<Reason?>> PermitResume { get; init; }

    /// <summary>Told of each reading.</summary>
    public Action<OwnershipReading>? Seen { get; init; }
}
