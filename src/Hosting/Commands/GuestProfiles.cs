using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands;

/// <summary>Finds the profile of a guest, and with it the limits of its migration.</summary>
internal sealed class GuestProfiles(GuestAccess access, ProfileCatalog profiles)
{
    /// <summary>Completes a request with the profile that holds for its guest, and the limits.</summary>
    /// <returns>The request, and why it is refused; null when it is not.</returns>
    public async Task<(PlanRequest Request, Reason? Refusal)> ResolveAsync(PlanRequest request, ILibvirtConnection source, CancellationToken cancellationToken)
    {
        DomainDescription? guest = await ReadAsync(request, source, cancellationToken);
        GuestPolicy policy = guest?.Policy ?? GuestPolicy.None;
        ChosenProfile chosen = profiles.Choose(request.Overrides.Profile, guest?.Identity.Name ?? request.Domain, policy);
        try
        {
            return (request with { Profile = chosen, Limits = request.Overrides.Over(profiles.Get(chosen.Name)) }, null);
        }
        catch (FormatException e)
        {
            return (request, new(ReasonCodes.UnknownProfile, $"{chosen.Name} is {chosen.Why}, and {e.Message}; correct one of them, or name another with --profile"));
        }
    }

    // A guest that cannot be read is refused by the checks, which say why.
    private async Task<DomainDescription?> ReadAsync(PlanRequest request, ILibvirtConnection source, CancellationToken cancellationToken)
    {
        try
        {
            using ILibvirtDomain? domain = await access.FindAsync(source, request.Domain, cancellationToken);
            return domain is null ? null : DomainDescriptionParser.Parse(await access.AskAsync(() => domain.GetXml(), cancellationToken));
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e) || e is FormatException)
        {
            return null;
        }
    }
}
