namespace ShadowMig.Hosting.Http.Api;

/// <summary>Who calls.</summary>
/// <param name="Identity">The user or the certificate's name; requests are limited and remembered by it.</param>
/// <param name="Detail">More for the audit log: the process, the address.</param>
/// <param name="Role">What it may do; null for nothing.</param>
internal sealed record ApiCaller(string Identity, string Detail, ApiRole? Role)
{
    /// <summary>The role in one word, for logs and metrics.</summary>
    public string RoleName => Role switch
    {
        ApiRole.Operator => "operator",
        ApiRole.Viewer => "viewer",
        ApiRole.Peer => "peer",
        _ => "none",
    };
}
