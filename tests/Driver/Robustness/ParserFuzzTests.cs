using System.Text;
using Google.Protobuf;
using ShadowMig.Driver.Cluster.Etcd;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Monitoring.Signals.Local;
using ShadowMig.Driver.Monitoring.Signals.Queries;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Simulation;
using ShadowMig.Tests.Robustness;

namespace ShadowMig.Driver.Tests.Robustness;

/// <summary>Whatever comes from elsewhere, damaged at random: it is read, or refused with a message, and nothing else.</summary>
[TestFixture]
public sealed class ParserFuzzTests
{
    private const int Damages = 3000;

    private const string Domain = """
        <domain type='kvm' id='3'>
          <name>web</name><uuid>8e398729-d2cf-4096-a210-1ed88a2399b9</uuid>
          <metadata>
            <shadowmig:guest xmlns:shadowmig='https://shadowmig.org/guest' move='never' priority='-3' profile='gold'>
              <shadowmig:keep-apart group='db'/><shadowmig:keep-together group='shop'/><shadowmig:label name='tier' value='1'/>
            </shadowmig:guest>
          </metadata>
          <memory unit='KiB'>1048576</memory><currentMemory unit='MiB'>512</currentMemory><vcpu placement='static'>2</vcpu>
          <memoryBacking><hugepages><page size='2048' unit='KiB'/></hugepages></memoryBacking>
          <numatune><memory mode='strict' nodeset='0-3,^1'/></numatune>
          <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
          <features><kvm><dirty-ring state='on' size='4096'/></kvm></features>
          <cpu mode='custom' match='exact'><model fallback='forbid'>Skylake-Client</model></cpu>
          <devices>
            <emulator>/usr/bin/qemu-system-x86_64</emulator>
            <disk type='volume' device='disk'><driver name='qemu' cache='none'/><source pool='images' volume='a.img'/><target dev='vda'/></disk>
            <interface type='network'><source network='blue' bridge='virbr0'/></interface>
            <hostdev mode='subsystem' type='pci' managed='yes'><driver model='vfio-pci'/></hostdev>
            <shmem name='s' role='master'><model type='ivshmem-plain'/></shmem>
          </devices>
          <seclabel type='dynamic' model='apparmor' relabel='yes'/>
        </domain>
        """;

    private const string Capabilities = """
        <capabilities>
          <host>
            <uuid>6d1d1e9c-0000-4000-8000-000000000002</uuid><cpu><arch>x86_64</arch><model>Skylake</model></cpu>
            <topology><cells num='2'><cell id='0'><memory unit='KiB'>1</memory></cell><cell id='1'/></cells></topology>
            <secmodel><model>apparmor</model><doi>0</doi></secmodel>
          </host>
          <guest><os_type>hvm</os_type><arch name='x86_64'><machine canonical='pc-q35-7.2'>q35</machine><domain type='kvm'><machine>pc</machine></domain></arch></guest>
        </capabilities>
        """;

    private const string Answer = """
        {"status":"success","data":{"resultType":"vector","result":[{"metric":{"domain":"web","uuid":"u"},"value":[1700000000.1,"0.25"]}]}}
        """;

    private const string Pressure = "some avg10=12.50 avg60=3.00 avg300=1.00 total=77\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n";

    private static IEnumerable<TestCaseData<string, Action<string>>> Strict()
    {
        yield return Case("domain XML", Domain, text => DomainDescriptionParser.Parse(text));
        yield return Case("capabilities XML", Capabilities, text => HostCapabilities.Parse(text));
        yield return Case("time", "1.5s", text => Duration.Parse(text));
        yield return Case("size", "1.5GiB", text => ByteCount.Parse(text));
        yield return Case("rate", "100MiB/s", text => BytesPerSecond.Parse(text));
        yield return Case("strategy", "shadow-cache", text => MigrationStrategyNames.Parse(text));
        yield return Case("Prometheus' answer", Answer, text => QueryAnswer.Parse(Encoding.UTF8.GetBytes(text)));
        yield return Case("trace", "1,2.5,100\n0,0,7\n", text => TraceParser.Parse(text.Split('\n').SkipLast(1), TimeSpan.FromMinutes(5)));
        yield return Case(
            "host workload", "\"Simulation ID\",v,t,m,u\n1,1,0,1000,0.5\n1,2,1,1000,0.25\n", text => HostWorkloadParser.Parse(text.Split('\n').SkipLast(1), 3000));
    }

    private static IEnumerable<TestCaseData<string, Action<string>>> Lenient()
    {
        yield return Case("pressure", Pressure, text => (PressureParser.SomeAverage10(text), PressureParser.FullAverage10(text)).GetHashCode());
        yield return Case("one number", "123\n", text => KernelText.Number(text));
        yield return Case("vmstat", "pgpgin 12\npswpin 7\noom_kill 0\n", text => KernelText.Field(text, "pswpin"));
        yield return Case("operator's file", "# load\nheat 1.5\nheat@web 2\n", text => _ = OperatorFile.Parse(text).ToArray());
        yield return Case(
            "guest claim in etcd",
            """{"guest":"8e398729-d2cf-4096-a210-1ed88a2399b9","guestName":"web","migrationId":"m","holder":"n1:1","source":"8e398729-d2cf-4096-a210-1ed88a2399b9","destination":"8e398729-d2cf-4096-a210-1ed88a2399b9","at":"2026-01-02T03:04:05+00:00"}""",
            text => EtcdJson.Read(ByteString.CopyFromUtf8(text), EtcdJson.Default.GuestClaim));
        yield return Case(
            "node in etcd",
            """{"name":"n1","uri":"qemu:///system","hostUuid":"8e398729-d2cf-4096-a210-1ed88a2399b9","version":"1","at":"2026-01-02T03:04:05+00:00","cpuUtilization":0.5,"memoryTotalBytes":1,"memoryAvailableBytes":1,"guests":2,"isCordoned":false}""",
            text => EtcdJson.Read(ByteString.CopyFromUtf8(text), EtcdJson.Default.NodeAdvertisement));
    }

    [TestCaseSource(nameof(Strict))]
    public void Parse_DamagedText_IsReadOrAFormatError(string valid, Action<string> parse) => Feed(valid, parse, e => e is FormatException);

    [TestCaseSource(nameof(Lenient))]
    public void Read_DamagedText_NeverThrows(string valid, Action<string> read) => Feed(valid, read, _ => false);

    private static void Feed(string valid, Action<string> read, Func<Exception, bool> isAllowed)
    {
        Assert.DoesNotThrow(() => read(valid), "the sound text");
        int refused = 0;
        for (int seed = 0; seed < Damages; seed++)
        {
            string damaged = new Mutator(seed).Text(valid);
            try
            {
                read(damaged);
            }
            catch (Exception e) when (isAllowed(e))
            {
                Assert.That(e.Message, Is.Not.Empty);
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}\n{damaged}");
            }
        }

        Assert.That(refused, Is.LessThan(Damages), "some damage does no harm");
    }

    private static TestCaseData<string, Action<string>> Case(string name, string valid, Action<string> read) => new(valid, read) { TestName = name };
}
