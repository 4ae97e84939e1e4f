using Microsoft.Extensions.Options;
using ShadowMig.Driver.Cluster;
using ShadowMig.Driver.Libvirt;
using ShadowMig.Native;

namespace ShadowMig.Driver.Migration.Outcome;

/// <summary>What remains once it is settled who has the guest: its autostart follows it, or its tunables are put back on the source.</summary>
public sealed class Aftermath(ILibvirtConnector connector, IOptionsMonitor<MigrationOptions> options, TimeProvider timeProvider)
{
    private MigrationOptions Options => options.CurrentValue;

    /// <summary>Does it, through a connection of its own; a failure is written down and changes nothing else.</summary>
    /// <param name="ends">The migration's ends.</param>
    /// <param name="before">How things were before.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="guard">The guest's lock: its store is asked, and it must stand at that very moment.</param>
    /// <param name="act">Records an action and why.</param>
    internal Task TidyAsync(TransferEnds ends, BeforeTransfer before, MigrationResult result, GuestLock guard, Action<string, string> act)
    {
        switch (result)
        {
            case MigrationResult.Completed when before.HadAutostart:
                act("set-autostart", "the guest had autostart on the source, which libvirt does not carry over");
                return TryAsync(ends.DestinationUri, ends.Guest, domain => domain.Autostart = true, guard, error => act("set-autostart-failed", error));
            case MigrationResult.Failed or MigrationResult.Cancelled:
                return TryAsync(ends.SourceUri, ends.Guest, domain => Restore(domain, before), guard, error => act("restore-tunables-failed", error));
            default:
                return Task.CompletedTask;
        }
    }

    // libvirt puts max-downtime back to what it was when its job began, which was ours; the bandwidth limit it keeps for later migrations.
    private static void Restore(ILibvirtDomain domain, BeforeTransfer before)
    {
        if (!domain.IsActive)
            return;
        if (domain.GetMigrationMaxDowntime() != before.MaxDowntime)
            domain.SetMigrationMaxDowntime(before.MaxDowntime);
        if (domain.GetMigrationMaxSpeed() != before.MaxSpeedMebibytesPerSecond)
            domain.SetMigrationMaxSpeed(before.MaxSpeedMebibytesPerSecond);
    }

    private async Task TryAsync(string uri, Guid guest, Action<ILibvirtDomain> change, GuestLock guard, Action<string> failed)
    {
        if (await guard.ConfirmAsync() is { } objection)
        {
            failed(objection.Message);
            return;
        }

        try
        {
            await BoundedCall.RunAsync(() => Change(uri, guest, change, guard), Options.ConnectBound + Options.CallBound, timeProvider, CancellationToken.None);
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException or GuestLockLostException)
        {
            failed(e.Message);
        }
    }

    private void Change(string uri, Guid guest, Action<ILibvirtDomain> change, GuestLock guard)
    {
        using ILibvirtConnection connection = connector.Open(uri);
        using ILibvirtDomain? domain = connection.FindDomainByUuid(guest);
        guard.Require();
        if (domain is not null)
            change(domain);
    }
}
