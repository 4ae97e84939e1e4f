namespace ShadowMig.Driver.Orchestration;

/// <summary>One check before a migration. It changes nothing.</summary>
public interface IPreflightCheck
{
    /// <summary>Its name in kebab case, stable: people and programs know it.</summary>
    string Name { get; }

    /// <summary>The node that it asks.</summary>
    PreflightSide Side { get; }

    /// <summary>Whether what it needs was established by the checks before it; otherwise it is skipped.</summary>
    bool CanRun(PreflightContext context);

    /// <summary>Looks.</summary>
    /// <param name="context">What is known so far; the check adds what it learns.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    /// <exception cref="Native.LibvirtException">The check could not be made.</exception>
    /// <exception cref="TimeoutException">The node does not answer.</exception>
    Task<CheckFinding> RunAsync(PreflightContext context, CancellationToken cancellationToken);
}
