namespace ShadowMig.Driver.Simulation;

/// <summary>
/// The measures of service of Beloglazov and Buyya, CCPE 2012, section 3.6, counted as CloudSim counts them: over all hosts and
/// guests together, so that long-lived ones weigh more.
/// </summary>
internal sealed class ServiceAccount(int hosts, int guests)
{
    private readonly ServiceEntry[] _hosts = [.. Enumerable.Range(0, hosts).Select(_ => new ServiceEntry())];
    private readonly ServiceEntry[] _guests = [.. Enumerable.Range(0, guests).Select(_ => new ServiceEntry())];

    /// <summary>SLATAH: the share of the time that hosts ran something in which they gave less than was asked for.</summary>
    public double OverloadTimeRatio => Ratio(_hosts.Sum(h => h.MarkedShortSeconds), ActiveHostSeconds);

    /// <summary>PDM: the share of the work asked for that was not done while the guest migrated.</summary>
    public double MigrationLossRatio => Ratio(_guests.Sum(g => g.MarkedMissing), _guests.Sum(g => g.Asked));

    /// <summary>The share of the work asked for that was not done, whatever the cause.</summary>
    public double MissingRatio => Ratio(_guests.Sum(g => g.Missing), _guests.Sum(g => g.Asked));

    /// <summary>Time that hosts ran something, all hosts together, seconds.</summary>
    public double ActiveHostSeconds => _hosts.Sum(h => h.MarkedSeconds);

    /// <summary>How often a host came to run nothing.</summary>
    public int HostShutdowns => _hosts.Sum(h => h.Ends);

    public ServiceEntry OfHost(int ordinal) => _hosts[ordinal];

    public ServiceEntry OfGuest(int ordinal) => _guests[ordinal];

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
}
