using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Hosting.Recovery;

/// <summary>The attempts to recover one migration: one at a time, and ever rarer while they settle nothing.</summary>
internal sealed class RecoveryAttempts(TimeProvider time)
{
    private readonly BackOff _backOff = new(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10));
    private TimeSpan _pause;
    private long _endedAt;

    /// <summary>The latest attempt.</summary>
    public Task Latest { get; private set; } = Task.CompletedTask;

    /// <summary>Whether another one may begin now.</summary>
    public bool IsDue => Latest.IsCompleted && time.GetElapsedTime(_endedAt) >= _pause;

    /// <summary>Begins one in the background.</summary>
    /// <param name="attempt">Says whether anything more is to be expected of another attempt at once.</param>
    public void Begin(Func<Task<bool>> attempt) => Latest = Task.Run(async () =>
    {
        bool again = await attempt();
        _endedAt = time.GetTimestamp();
        _pause = again ? TimeSpan.Zero : _backOff.Next();
    });
}
