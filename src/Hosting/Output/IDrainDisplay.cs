using ShadowMig.Hosting.Commands.Draining;

namespace ShadowMig.Hosting.Output;

/// <summary>Shows a drain while it runs; members may be called from any thread.</summary>
internal interface IDrainDisplay
{
    /// <summary>Runs work that tells its steps.</summary>
    Task<T> StepAsync<T>(Func<IProgress<string>?, Task<T>> work);

    /// <summary>Runs the migrations of a wave.</summary>
    /// <param name="wave">The guests, in their order.</param>
    /// <param name="left">How long the rest takes, as it looks now.</param>
    /// <param name="moving">The migrations.</param>
    Task MoveAsync(DrainWave wave, Func<TimeSpan> left, Func<Task> moving);

    /// <summary>A migration begins.</summary>
    void Began(DrainTurn turn);

    /// <summary>A migration has a new reading.</summary>
    void Progressed(DrainTurn turn);

    /// <summary>A guest's turn is over: it moved, or it did not.</summary>
    void Ended(DrainTurn turn);

    /// <summary>Says something.</summary>
    void Note(string message);
}
