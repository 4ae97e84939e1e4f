namespace ShadowMig.Driver.Monitoring;

/// <summary>Pressure stall information of this machine.</summary>
internal sealed class PressureReader(IFileReader files)
{
    private static readonly string[] Resources = ["cpu", "memory", "io"];

    /// <summary>Share of stalled time by resource; a resource that the kernel does not tell about is left out.</summary>
    public IReadOnlyDictionary<string, double> Read()
    {
        Dictionary<string, double> pressure = [];
        foreach (string resource in Resources)
        {
            if (PressureParser.SomeAverage10(files.ReadOrNull($"/proc/pressure/{resource}")) is { } share)
                pressure[resource] = share;
        }

        return pressure;
    }
}
