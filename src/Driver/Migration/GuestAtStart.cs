using ShadowMig.Driver.Libvirt;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration;

/// <summary>A guest as it was found before its migration began.</summary>
/// <param name="Description">Its description.</param>
/// <param name="IsPersistent">Whether it has a persistent definition.</param>
/// <param name="IsPaused">Whether it stands still: paused, suspended by itself, or crashed and kept.</param>
/// <param name="HasAutostart">Whether it starts with its node.</param>
internal sealed record GuestAtStart(DomainDescription Description, bool IsPersistent, bool IsPaused, bool HasAutostart)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="MigrationRefusedException">It does not run, or has another job.</exception>
    public static GuestAtStart Read(ILibvirtDomain domain)
    {
        DomainStateReading state = domain.GetState();
        if (state.State is DomainState.ShutOff or DomainState.None)
            throw new MigrationRefusedException(new(ReasonCodes.DomainInactive, $"{domain.Name} does not run"));
        if (DomainJobs.IsBusy(domain))
            throw new MigrationRefusedException(new(ReasonCodes.DomainBusy, $"{domain.Name} already has a job, such as a migration"));
        bool persistent = domain.IsPersistent;
        return new(DomainDescriptionParser.Parse(domain.GetXml()), persistent, GuestReading.Of(state.State) == GuestPresence.Paused, persistent && domain.Autostart);
    }

    /// <summary>How things are before anything is changed.</summary>
    public BeforeTransfer Before(ILibvirtDomain domain, MigrationRequest request) => new()
    {
        WasPaused = IsPaused,
        HadAutostart = HasAutostart,
        MaxDowntime = domain.GetMigrationMaxDowntime(),
        MaxSpeedMebibytesPerSecond = domain.GetMigrationMaxSpeed(),
        Request = request,
    };
}
