using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Native;

namespace ShadowMig.Driver.Cluster.Fleet;

/// <summary>Descriptions of a node's guests: read when a guest is new, and again now and then, since its owner may change the metadata.</summary>
internal sealed class GuestDescriptions(MonitoredConnection connection, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    // A node with many guests is read over several ticks.
    private const int MostAtOnce = 20;

    private Dictionary<Guid, (DomainDescription? Description, DateTimeOffset At)> _all = [];

    /// <summary>The description of a guest, or null.</summary>
    public DomainDescription? Of(Guid guest) => _all.GetValueOrDefault(guest).Description;

    /// <summary>Reads the descriptions that are missing or old; guests that left are forgotten.</summary>
    /// <param name="guests">The guests that answer.</param>
    /// <param name="options">The node and its bounds.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="NodeUnavailableException">There is no connection.</exception>
    /// <exception cref="LibvirtException">The connection broke.</exception>
    /// <exception cref="TimeoutException">The node hangs.</exception>
    public async Task RefreshAsync(IReadOnlyCollection<Guid> guests, MonitoringOptions options, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        _all = guests.Where(_all.ContainsKey).ToDictionary(guest => guest, guest => _all[guest]);
        Guid[] due = [.. guests.Where(guest => !_all.TryGetValue(guest, out var known) || now - known.At >= Lifetime).Take(MostAtOnce)];
        if (due.Length == 0)
            return;
        foreach ((Guid guest, DomainDescription? description) in await connection.CallAsync(c => due.Select(guest => (guest, Read(c, guest))).ToArray(), options, cancellationToken).ConfigureAwait(false))
            _all[guest] = (description, now);
    }

    private static DomainDescription? Read(ILibvirtConnection connection, Guid guest)
    {
        try
        {
            using ILibvirtDomain? domain = connection.FindDomainByUuid(guest);
            return domain is null ? null : DomainDescriptionParser.Parse(domain.GetXml());
        }
        catch (Exception e) when (e is FormatException || (e is LibvirtException { Code: var code } && !MonitoredConnection.Breaks(code)))
        {
            return null;
        }
    }
}
