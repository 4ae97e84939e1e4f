using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Orchestration.Certificates;
using ShadowMig.Driver.Tests.Cluster;
using ShadowMig.Native;
using ShadowMig.Tests;

namespace ShadowMig.Driver.Tests.Orchestration;

/// <summary>A source with a guest and a destination that fits; tests change one thing each.</summary>
internal sealed class ScriptedPair
{
    public const string DestinationUri = "qemu+tcp://b/system";

    public static readonly Guid Guest = Guid.Parse("8e398729-d2cf-4096-a210-1ed88a2399b9");
    public static readonly Guid SourceHost = Guid.Parse("11111111-1111-1111-1111-111111111111");
    public static readonly Guid DestinationHost = Guid.Parse("22222222-2222-2222-2222-222222222222");

    public ScriptedPair()
    {
        DestinationCapabilities = Capabilities(DestinationHost);
        Source = Host("a", "qemu:///system", () => Capabilities(SourceHost));
        Source.Setup(c => c.GetNodeMemory()).Returns(new NodeMemory(8UL << 30, 4UL << 30, 0, 0));
        Destination = Host("b", DestinationUri, () => DestinationCapabilities);
        Destination.Setup(c => c.GetNodeMemory()).Returns(() => DestinationMemory);
        Destination.Setup(c => c.GetAllDomainStatistics(DomainStatisticsGroups.Balloon, DomainFilter.Active, true)).Returns(() => DestinationGuests());
        Destination.Setup(c => c.CompareCpu(It.IsAny<string>())).Returns(CpuComparison.Identical);
        Destination.Setup(c => c.CompareHypervisorCpu(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<string>(), It.IsAny<string>(), It.IsAny<string>()))
            .Returns(CpuComparison.Superset);
        Connector = new();
        Connector.Setup(c => c.Open(DestinationUri, false)).Returns(Destination.Object);
        var domain = new Mock<ILibvirtDomain>();
        domain.Setup(d => d.Name).Returns("web");
        domain.Setup(d => d.Uuid).Returns(Guest);
        domain.Setup(d => d.GetState()).Returns(() => new(State, 1));
        domain.Setup(d => d.GetJobInfo()).Returns(() => JobError is not null ? throw JobError : new(Job, default, default, 0, 0, 0, 0, 0, 0));
        domain.Setup(d => d.GetXml(It.IsAny<DomainXmlFlags>())).Returns(Xml);
        Source.Setup(c => c.FindDomainByName("web")).Returns(domain.Object);
        Source.Setup(c => c.FindDomainByUuid(Guest)).Returns(domain.Object);
    }

    public Mock<ILibvirtConnection> Source { get; }

    public Mock<ILibvirtConnection> Destination { get; }

    public Mock<ILibvirtConnector> Connector { get; }

    public string DestinationCapabilities { get; set; }

    public NodeMemory DestinationMemory { get; set; } = new(8UL << 30, 4UL << 30, 0, 0);

    /// <summary>Balloon statistics of the guests that run on the destination.</summary>
    public Func<IReadOnlyList<DomainStatistics>> DestinationGuests { get; set; } = () => [];

    public DomainState State { get; set; } = DomainState.Running;

    public DomainJobType Job { get; set; }

    public LibvirtException? JobError { get; set; }

    public string Devices { get; set; } = "";

    /// <summary>Elements of the guest's XML beside its devices: metadata, numatune, seclabel.</summary>
    public string Elements { get; set; } = "";

    /// <summary>What the destination's name resolves to.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; set; } = [IPAddress.Parse("192.0.2.2")];

    /// <summary>Speed of the interface towards the destination.</summary>
    public BytesPerSecond? InterfaceSpeed { get; set; }

    /// <summary>Folder that stands for the file system's root where certificates are looked for.</summary>
    public string Root { get; set; } = "/nonexistent";

    /// <summary>Whether migrations are to be encrypted.</summary>
    public bool Tls { get; set; }

    /// <summary>Locks on guests.</summary>
    public ScriptedLocks Locks { get; } = new();

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public string Backing { get; set; } = "";

    public string Cpu { get; set; } = "<cpu mode='custom' match='exact'><model>qemu64</model></cpu>";

    public static string Capabilities(Guid host, string types = "qemu,kvm", string machine = "pc-i440fx-7.2", string elements = "")
    {
        IEnumerable<string> domains = types.Split(',').Select(t => $"<domain type='{t}'/>");
        return $"""
            <capabilities><host><uuid>{host}</uuid><cpu><arch>x86_64</arch><model>Skylake</model></cpu>{elements}</host>
            <guest><os_type>hvm</os_type><arch name='x86_64'><machine canonical='{machine}'>pc</machine>{string.Concat(domains)}</arch></guest></capabilities>
            """;
    }

    public Task<PreflightReport> CheckAsync(string domain = "web", MigrationLimits? limits = null, TimeSpan? bound = null) =>
        Preflight(bound).CheckAsync(Source.Object, domain, DestinationUri, limits ?? MigrationLimits.Default, CancellationToken.None);

    public Task<IReadOnlyList<PreflightCheck>> CheckNodesAsync(string? destinationUri) =>
        Preflight(null).CheckNodesAsync(Source.Object, destinationUri, MigrationLimits.Default, CancellationToken.None);

    public static LibvirtException Error(LibvirtErrorCode code, string message) => new(code, 0, LibvirtErrorLevel.Error, message);

    // The checks that the service makes, in their order.
    private Preflight Preflight(TimeSpan? bound)
    {
        object[] parts =
        [
            Connector.Object, Time, new CertificateFolders(Root), new FixedOptions<MigrationOptions>(new() { Tls = Tls }),
            Mock.Of<IFileSystemKind>(f => f.IsShared(It.IsAny<string>()) == false && f.IsShared(It.Is<string>(p => p.StartsWith("/shared/"))) == true),
            Mock.Of<IHostNames>(n => n.ResolveAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()) == Task.FromResult(Addresses)),
            Locks,
            Mock.Of<IInterfaceSpeed>(i => i.Towards("b") == InterfaceSpeed),
        ];
        var services = new ServiceCollection();
        services.AddOrchestration();
        TimeSpan wait = bound ?? TimeSpan.FromSeconds(30);
        return new(
            services.Where(s => s.ServiceType == typeof(IPreflightCheck)).Select(s => Create(s.ImplementationType!, parts)),
            new FixedOptions<PreflightOptions>(new() { ConnectBound = wait, CallBound = wait }), Time, NullLogger<Preflight>.Instance);
    }

    private static IPreflightCheck Create(Type check, object[] parts) => (IPreflightCheck)Activator.CreateInstance(
        check, [.. check.GetConstructors().Single().GetParameters().Select(p => parts.Single(p.ParameterType.IsInstanceOfType))])!;

    private static Mock<ILibvirtConnection> Host(string name, string uri, Func<string> capabilities)
    {
        var host = new Mock<ILibvirtConnection>();
        host.Setup(c => c.Uri).Returns(uri);
        host.Setup(c => c.GetHostName()).Returns(name);
        host.Setup(c => c.GetAllDomainStatistics(It.IsAny<DomainStatisticsGroups>(), It.IsAny<DomainFilter>(), true)).Returns([]);
        host.Setup(c => c.GetVersions()).Returns(new LibvirtVersions(new(9, 0), new(9, 0), "QEMU", new(7, 2)));
        host.Setup(c => c.GetCapabilities()).Returns(capabilities);
        return host;
    }

    private string Xml() => $"""
        <domain type='kvm'><name>web</name><uuid>{Guest}</uuid><memory unit='MiB'>256</memory>{Backing}{Elements}
        <os><type arch='x86_64' machine='pc-i440fx-7.2'>hvm</type></os>{Cpu}
        <devices><emulator>/usr/bin/qemu</emulator>{Devices}</devices></domain>
        """;
}
