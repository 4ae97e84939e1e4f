namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>How an abandoned migration is recovered.</summary>
/// <param name="Waits">Whether to wait for as long as the lock of a dead process stands.</param>
/// <param name="Closes">Whether to close it even if its result stays unknown: a person has seen to the guest.</param>
public readonly record struct RecoveryTerms(bool Waits, bool Closes = false);
