using System.Security.Cryptography;

namespace ShadowMig.Driver.Monitoring.Probing;

/// <summary>One chunk of the sample: some contiguous pages, read several times and always compared with the first reading.</summary>
/// <param name="stratum">Its place in the sample, by rising address.</param>
/// <param name="address">Guest-physical address.</param>
/// <param name="bytes">Length, whole pages.</param>
internal sealed class ProbedChunk(int stratum, ulong address, int bytes)
{
    private readonly byte[] _content = new byte[bytes];

    /// <summary>Its place in the sample, by rising address.</summary>
    public int Stratum { get; } = stratum;

    /// <summary>Guest-physical address.</summary>
    public ulong Address { get; } = address;

    /// <summary>The first reading; zeroes once it is forgotten.</summary>
    public Memory<byte> Content => _content;

    /// <summary>Timestamp of the first reading.</summary>
    public long ReadAt { get; set; }

    /// <summary>Forgets the content.</summary>
    public void Forget() => CryptographicOperations.ZeroMemory(_content);
}
