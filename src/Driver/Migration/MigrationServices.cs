using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Migration.InFlight;
using ShadowMig.Driver.Migration.Journal;
using ShadowMig.Driver.Migration.Outcome;
using ShadowMig.Driver.Selection.Autopilot;

namespace ShadowMig.Driver.Migration;

/// <summary>Registers the stage.</summary>
public static class MigrationServices
{
    /// <summary>Adds the migrator and its journal, in which coordination lies unless it was added before; needs an <see cref="Native.ILibvirtConnector"/> and logging.</summary>
    public static IServiceCollection AddMigration(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptionsWithValidateOnStart<MigrationOptions>();
        services.AddCoordination(CoordinationMode.Local);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MigrationOptions>, MigrationOptionsValidator>());
        services.TryAddSingleton<JournalDatabase>();
        services.TryAddSingleton<IMigrationJournal, SqliteMigrationJournal>();
        services.TryAddSingleton<IGuestLockStore, SqliteGuestLockStore>();
        services.TryAddSingleton<GuestLocker>();
        services.TryAddSingleton<IReservationBook, SqliteReservationBook>();
        services.TryAddSingleton<ICordonBook, SqliteCordonBook>();
        services.TryAddSingleton<IDrainBook, SqliteDrainBook>();
        services.TryAddSingleton<IDecisionJournal, SqliteDecisionJournal>();
        services.TryAddSingleton<IBandwidthLedger, SqliteBandwidthLedger>();
        services.TryAddSingleton<ICancelBook, SqliteCancelBook>();
        services.TryAddSingleton<IOwnershipResolver, OwnershipResolver>();
        services.TryAddSingleton<ISettlement, Settlement>();
        services.TryAddSingleton<IOrphanedTransfer, OrphanedTransfer>();
        services.TryAddSingleton<Aftermath>();
        services.TryAddSingleton<CompletedJob>();
        services.TryAddSingleton<TakeoverDesk>();
        services.TryAddSingleton<AbandonedTransfer>();
        services.TryAddSingleton<IAbandonedMigration, AbandonedMigration>();
        services.TryAddSingleton<IInFlightController, InFlightController>();
        services.TryAddSingleton<IMigrator, Migrator>();
        return services;
    }
}
