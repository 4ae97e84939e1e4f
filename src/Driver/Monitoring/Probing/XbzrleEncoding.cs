namespace ShadowMig.Driver.Monitoring.Probing;

/// <summary>What QEMU's XBZRLE makes of a page that changed: its size only, the delta itself is never built.</summary>
/// <remarks>
/// As in QEMU's migration/xbzrle.c: runs of unchanged and of changed bytes by turns, an unchanged one first though it may be
/// empty; each run begins with its length in ULEB128 of one or two bytes, a changed one goes on with the new bytes, and an
/// unchanged one at the end is left out. A delta that does not fit into a page is given up, and the page sent whole.
/// </remarks>
internal static class XbzrleEncoding
{
    /// <summary>Bytes on the wire before the delta: page header 8, flag 1, length 2 (save_xbzrle_page in migration/ram.c).</summary>
    public const int HeaderBytes = 8 + 1 + 2;

    private const int LengthOfOneByte = 0x80;

    /// <summary>The length of the delta, without the header.</summary>
    /// <param name="old">The page as it was sent last.</param>
    /// <param name="current">The page as it is; of the same length, less than 16 KiB.</param>
    /// <returns>0 when nothing changed; null on overflow.</returns>
    public static int? EncodedLength(ReadOnlySpan<byte> old, ReadOnlySpan<byte> current)
    {
        int encoded = 0;
        for (int at = 0; at < current.Length;)
        {
            // QEMU wants room for two bytes before each run, whether it needs them or not.
            if (encoded + 2 > current.Length)
                return null;
            int unchanged = current[at..].CommonPrefixLength(old[at..]);
            at += unchanged;
            if (at == current.Length)
                break;
            int changed = ChangedRun(old[at..], current[at..]);
            at += changed;

            encoded += LengthBytes(unchanged);
            if (encoded + 2 > current.Length)
                return null;
            encoded += LengthBytes(changed) + changed;
            if (encoded > current.Length)
                return null;
        }

        return encoded;
    }

    private static int LengthBytes(int run) => run < LengthOfOneByte ? 1 : 2;

    /// <summary>Bytes that differ, up to the first that does not.</summary>
    private static int ChangedRun(ReadOnlySpan<byte> old, ReadOnlySpan<byte> current)
    {
        int at = 0;
        while (at < current.Length && old[at] != current[at])
            at++;
        return at;
    }
}
