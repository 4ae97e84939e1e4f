using ShadowMig.Native.Decoding;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Tests.Decoding;

public sealed unsafe class MigrationParametersTests
{
    [Test]
    public void Build_EmptyRequest_HasNoParameters()
    {
        using var parameters = new MigrationParameters(new MigrationRequest { Flags = MigrationFlags.Live });

        Assert.That(parameters.Count, Is.Zero);
        Assert.That(parameters.List is null);
    }

    [Test]
    public void Build_FullRequest_HasEachParameterWithItsType()
    {
        using var parameters = new MigrationParameters(new MigrationRequest
        {
            Flags = MigrationFlags.Live,
            MigrationUri = "tcp://198.51.100.2",
            ListenAddress = "198.51.100.2",
            DestinationXml = "<domain/>",
            PersistentXml = "<domain></domain>",
            BandwidthMebibytesPerSecond = 100,
            PostCopyBandwidthMebibytesPerSecond = 50,
            AvailableSwitchoverBandwidthBytesPerSecond = 125_000_000,
            CompressionMethods = ["xbzrle"],
            XbzrleCacheBytes = 1UL << 29,
            AutoConvergeInitialPercent = 20,
            AutoConvergeIncrementPercent = 10,
            ParallelConnections = 4,
            TlsDestination = "target",
            MigrateDisks = ["vda"],
        });

        TypedParameters fields = TypedParameterReader.Read(parameters.List, (int)parameters.Count);

        Assert.That(fields.Values, Is.EquivalentTo(new Dictionary<string, object>
        {
            ["migrate_uri"] = "tcp://198.51.100.2",
            ["listen_address"] = "198.51.100.2",
            ["destination_xml"] = "<domain/>",
            ["persistent_xml"] = "<domain></domain>",
            ["bandwidth"] = 100UL,
            ["bandwidth.postcopy"] = 50UL,
            ["bandwidth.avail.switchover"] = 125_000_000UL,
            ["compression"] = "xbzrle",
            ["compression.xbzrle.cache"] = 1UL << 29,
            ["auto_converge.initial"] = 20L,
            ["auto_converge.increment"] = 10L,
            ["parallel.connections"] = 4L,
            ["tls.destination"] = "target",
            ["migrate_disks"] = "vda",
        }));
    }

    [Test]
    public void Build_SeveralDisksAndMethods_RepeatsTheName()
    {
        using var parameters = new MigrationParameters(new MigrationRequest
        {
            Flags = MigrationFlags.Live,
            CompressionMethods = ["xbzrle", "mt"],
            MigrateDisks = ["vda", "vdb", "vdc"],
        });

        Assert.That(Names(parameters), Is.EqualTo(new[] { "compression", "compression", "migrate_disks", "migrate_disks", "migrate_disks" }));
    }

    private static string[] Names(MigrationParameters parameters)
    {
        var names = new string[parameters.Count];
        for (int i = 0; i < names.Length; i++)
            names[i] = NativeText.CopyField(parameters.List[i].field, Libvirt.VIR_TYPED_PARAM_FIELD_LENGTH);
        return names;
    }
}
