using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands;

/// <summary>Turns what libvirt throws into reasons.</summary>
internal static class LibvirtFailures
{
    /// <summary>libvirt refused a reading that nothing can replace.</summary>
    public const string ObservationFailed = "observation-failed";

    /// <summary>Whether an exception is one of those that libvirt calls throw.</summary>
    public static bool IsExpected(Exception exception) => exception is LibvirtException or TimeoutException or ObservationRefusedException;

    /// <summary>Why a node could not be opened.</summary>
    public static Reason Unreachable(string uri, Exception exception) => new(
        ReasonCodes.SourceUnreachable, $"{uri} cannot be reached: {ConnectionFailure.Describe(uri, exception.Message)}; check that its libvirt daemon runs, or name another with --connect");

    /// <summary>No such guest.</summary>
    public static Reason UnknownDomain(string domain, string host) => new(
        ReasonCodes.UnknownDomain, $"{host} has no guest '{domain}'; 'virsh list --all' shows those it has");

    /// <summary>Why an observation broke off.</summary>
    public static Reason Observation(Exception exception) => exception switch
    {
        ObservationRefusedException refused => refused.Reason,
        LibvirtException { Code: LibvirtErrorCode.NoDomain } => new(ReasonCodes.UnknownDomain, exception.Message),
        LibvirtException { Code: LibvirtErrorCode.RpcError or LibvirtErrorCode.NoConnection } => new(ReasonCodes.SourceUnreachable, exception.Message),
        LibvirtException { Code: LibvirtErrorCode.OperationTimeout } => new(ReasonCodes.DomainBusy, exception.Message),
        _ => new(ObservationFailed, $"the guest could not be observed: {exception.Message}"),
    };
}
