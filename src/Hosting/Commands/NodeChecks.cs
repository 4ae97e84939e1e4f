using System.Security.Cryptography.X509Certificates;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Driver.Orchestration.Certificates;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Commands;

/// <summary>What the doctor takes of the checks before a migration: those that need no guest, and a look at all guests' metadata.</summary>
internal sealed class NodeChecks(GuestAccess access, IPreflight preflight, ProfileCatalog profiles, ITlsPeer peer, TimeProvider time)
{
    private const int LibvirtTlsPort = 16514;

    // The doctor has said of both nodes whether they answer.
    private static readonly string[] Said = ["source-answers", "destination-answers"];

    /// <summary>Makes them; none of them throws.</summary>
    /// <param name="uri">The node.</param>
    /// <param name="destinationUri">The other node; null to look at the first alone.</param>
    /// <param name="cancellationToken">Ends the checks early.</param>
    public async Task<IReadOnlyList<PreflightCheck>> RunAsync(string uri, string? destinationUri, CancellationToken cancellationToken)
    {
        try
        {
            await using NodeConnection node = await access.OpenAsync(uri, cancellationToken);
            IReadOnlyList<PreflightCheck> shared = await preflight.CheckNodesAsync(
                node.Connection, destinationUri, profiles.Get(ProfileCatalog.DefaultName), cancellationToken);
            PreflightCheck metadata = Metadata(await access.AskAsync(() => ActiveGuests.Read(node.Connection), cancellationToken));
            PreflightCheck[] certificate = destinationUri is not null && Uri.TryCreate(destinationUri, UriKind.Absolute, out Uri? destination) && destination.Scheme == "qemu+tls"
                ? [await CertificateAsync(destination, cancellationToken)]
                : [];
            return [metadata, .. shared.Where(c => !Said.Contains(c.Name)), .. certificate];
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            return [new("preflight", CheckOutcome.Skipped, $"could not be made: {e.Message}")];
        }
    }

    private PreflightCheck Metadata(IReadOnlyList<DomainDescription> guests)
    {
        string[] wrong =
        [
            .. guests.SelectMany(g => g.Policy.Problems, (g, problem) => $"{g.Identity.Name}: {problem}"),
            .. guests.Where(g => g.Policy.Profile is { } profile && !profiles.Has(profile)).Select(g => $"{g.Identity.Name}: there is no profile '{g.Policy.Profile}'"),
        ];
        return wrong.Length > 0
            ? new("guest-metadata", CheckOutcome.Warned, $"{string.Join("; ", wrong)}; correct it with 'virsh metadata GUEST {GuestPolicy.Namespace}'")
            : new("guest-metadata", CheckOutcome.Passed, $"of the {guests.Count} active guests, {guests.Count(g => !ReferenceEquals(g.Policy, GuestPolicy.None))} ask for something, and all is understood");
    }

    // libvirt has checked whom it speaks with; what it does not tell is that the certificate ends soon.
    private async Task<PreflightCheck> CertificateAsync(Uri destination, CancellationToken cancellationToken)
    {
        const string name = "destination-certificate";
        try
        {
            string host = destination.Host.Trim('[', ']');
            using X509Certificate2 shown = await peer.CertificateAsync(host, destination.IsDefaultPort ? LibvirtTlsPort : destination.Port, cancellationToken);
            CheckFinding finding = CertificateJudge.Dates($"the certificate that {host} shows", shown, time.GetUtcNow())
                ?? CheckFinding.Pass($"{host} shows one that is valid for 30 days and more");
            return new(name, finding.Outcome, finding.Detail, finding.Code is null ? null : new(finding.Code, finding.Detail));
        }
        catch (IOException e)
        {
            return new(name, CheckOutcome.Skipped, e.Message);
        }
    }
}
