using System.Security.Cryptography;

namespace ShadowMig.Driver.Monitoring;

/// <summary>One page between its two readings.</summary>
/// <param name="Address">Guest-physical address.</param>
/// <param name="Content">The first reading; zeroed as soon as it was compared.</param>
/// <param name="ReadAt">Timestamp of the first reading.</param>
internal sealed record ProbedPage(ulong Address, byte[] Content, long ReadAt)
{
    /// <summary>Forgets the content.</summary>
    public void Forget() => CryptographicOperations.ZeroMemory(Content);
}
