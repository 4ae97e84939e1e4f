using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Decoding;

/// <summary>libvirt's list of bulk statistics.</summary>
internal static unsafe class StatisticsRecords
{
    /// <summary>Copies all records and frees libvirt's list, which also frees the domains in it.</summary>
    internal static DomainStatistics[] Take(virDomainStatsRecord** owned, int count)
    {
        try
        {
            var statistics = new DomainStatistics[count];
            for (int i = 0; i < count; i++)
            {
                (string name, Guid uuid) = DomainIdentity.Read(owned[i]->dom);
                statistics[i] = DomainStatisticsReader.Read(name, uuid, TypedParameterReader.Read(owned[i]->@params, owned[i]->nparams));
            }

            return statistics;
        }
        finally
        {
            Libvirt.virDomainStatsRecordListFree(owned);
        }
    }
}
