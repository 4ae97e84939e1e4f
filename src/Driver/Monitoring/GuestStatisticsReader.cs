using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ShadowMig.Driver.Model;
using ShadowMig.Native;

namespace ShadowMig.Driver.Monitoring;

/// <summary>Reads the statistics of all active guests of a node so that a hung guest costs no other guest a sample.</summary>
/// <remarks>
/// One bulk call takes them all. Without waiting (NOWAIT) libvirt skips a guest whose job lock somebody holds, but takes
/// the lock of one whose QEMU hangs and then waits for it. That call is left behind; it goes on holding the lock, and so
/// the next bulk call, on another connection, skips the guest. When several hang at once, each is found by asking
/// guest by guest, and the bulk call rests for a while: every call left behind occupies one of the daemon's workers, and
/// with <see cref="MonitoredConnection.MostLeftBehind"/> of them no other guest is asked either.
/// State and processor time, which are cheap, are read at every tick, the rest by <see cref="DetailSchedule"/>.
/// </remarks>
internal sealed partial class GuestStatisticsReader(MonitoredConnection connection, TimeProvider time, ILogger logger)
{
    private const int BulkAttempts = 2;

    /// <summary>Below the five calls that libvirtd serves a client at a time.</summary>
    private const int CallsAtOnce = 4;

    private const DomainStatisticsGroups Cheap = DomainStatisticsGroups.State | DomainStatisticsGroups.Cpu;

    /// <summary>Balloons and processors are asked of each QEMU; for each interface libvirt reads those of the whole node.</summary>
    private const DomainStatisticsGroups Everything = Cheap | DomainStatisticsGroups.Balloon | DomainStatisticsGroups.Vcpu | DomainStatisticsGroups.Interface;

    private readonly GuestQuarantine _quarantine = new(time);
    private readonly DetailSchedule _schedule = new(time);
    private readonly BackOff _bulkBackOff = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
    private (long Since, TimeSpan For) _bulkRest;
    private HashSet<Guid> _guests = [];

    /// <summary>Reads all guests once.</summary>
    /// <exception cref="NodeUnavailableException">There is no connection to the daemon, or too many calls hang in it.</exception>
    /// <exception cref="LibvirtException">The daemon refused.</exception>
    /// <exception cref="TimeoutException">The daemon hangs, not only a guest.</exception>
    public async Task<GuestReadings> ReadAsync(MonitoringOptions options, CancellationToken cancellationToken)
    {
        if (!_schedule.IsDue(options))
            return Readings(options, await BulkAsync(Cheap, options, cancellationToken).ConfigureAwait(false), []) with { IsDetailed = false };
        GuestReadings readings = await ReadEverythingAsync(options, cancellationToken).ConfigureAwait(false);
        _schedule.Done(readings.IsComplete);
        return readings;
    }

    private bool BulkRests => time.GetElapsedTime(_bulkRest.Since) < _bulkRest.For;

    private void Note(IEnumerable<Guid> guests)
    {
        HashSet<Guid> now = [.. guests];
        if (!now.IsSubsetOf(_guests))
            _schedule.Arrived();
        _guests = now;
    }

    private async Task<GuestReadings> ReadEverythingAsync(MonitoringOptions options, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < BulkAttempts && !BulkRests; attempt++)
        {
            try
            {
                IReadOnlyList<DomainStatistics> all = await BulkAsync(Everything, options, cancellationToken).ConfigureAwait(false);
                _bulkBackOff.Reset();
                return Readings(options, all, []);
            }
            catch (TimeoutException)
            {
                LogBulkCallHung(attempt + 1);
            }
        }

        if (!BulkRests)
            _bulkRest = (time.GetTimestamp(), _bulkBackOff.Next());
        return await ReadEachAsync(options, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<DomainStatistics>> BulkAsync(DomainStatisticsGroups groups, MonitoringOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<DomainStatistics> all = await connection.CallAsync(
            c => c.GetAllDomainStatistics(groups, DomainFilter.Active, noWait: true), options, cancellationToken, options.BulkBound(_guests.Count))
            .ConfigureAwait(false);
        Note(all.Select(guest => guest.Uuid));
        return all;
    }

    private async Task<GuestReadings> ReadEachAsync(MonitoringOptions options, CancellationToken cancellationToken)
    {
        List<DomainIdentity> guests = await connection.CallAsync(List, options, cancellationToken).ConfigureAwait(false);
        Note(guests.Select(guest => guest.Uuid));
        _quarantine.Retain(_guests);
        ConcurrentBag<DomainStatistics> read = [];
        ConcurrentBag<DomainIdentity> silent = [];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(guests, parallel, async (guest, stop) =>
        {
            if (await ReadOneAsync(guest, options, silent, stop).ConfigureAwait(false) is { } statistics)
                read.Add(statistics);
        }).ConfigureAwait(false);
        return Readings(options, [.. read], [.. silent]);
    }

    private async Task<DomainStatistics?> ReadOneAsync(
        DomainIdentity guest, MonitoringOptions options, ConcurrentBag<DomainIdentity> silent, CancellationToken cancellationToken)
    {
        if (_quarantine.Holds(guest.Uuid))
        {
            silent.Add(guest);
            return null;
        }

        try
        {
            DomainStatistics? statistics = await connection.CallAsync(c => Read(c, guest.Uuid), options, cancellationToken).ConfigureAwait(false);
            _quarantine.Release(guest.Uuid);
            return statistics;
        }
        catch (TimeoutException)
        {
            LogGuestHung(guest.Name, _quarantine.Add(guest.Uuid));
        }
        catch (LibvirtException exception)
        {
            LogGuestFailed(guest.Name, exception.Message);
        }

        silent.Add(guest);
        return null;
    }

    private GuestReadings Readings(MonitoringOptions options, IReadOnlyList<DomainStatistics> statistics, IReadOnlyList<DomainIdentity> silent) => new()
    {
        At = time.GetUtcNow(),
        Statistics = statistics,
        Silent = silent,
        TellsResidentMemory = options.ConnectionUri.StartsWith("qemu", StringComparison.OrdinalIgnoreCase),
    };

    private static List<DomainIdentity> List(ILibvirtConnection connection)
    {
        IReadOnlyList<ILibvirtDomain> domains = connection.ListDomains(DomainFilter.Active);
        try
        {
            return [.. domains.Select(domain => new DomainIdentity(domain.Name, domain.Uuid))];
        }
        finally
        {
            foreach (ILibvirtDomain domain in domains)
                domain.Dispose();
        }
    }

    private static DomainStatistics? Read(ILibvirtConnection connection, Guid uuid)
    {
        using ILibvirtDomain? domain = connection.FindDomainByUuid(uuid);
        return domain?.GetStatistics(Everything, noWait: true);
    }
}
