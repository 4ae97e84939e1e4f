namespace ShadowMig.Driver.Monitoring.Probing;

/// <summary>Counts over page contents; nothing of the contents is kept.</summary>
internal static class PageComparison
{
    /// <summary>Whether all bytes are zero.</summary>
    public static bool IsZero(ReadOnlySpan<byte> page) => !page.ContainsAnyExcept((byte)0);

    /// <summary>How many bytes differ between two readings of one page.</summary>
    public static int ChangedBytes(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int common = first.CommonPrefixLength(second);
        int changed = 0;
        for (int i = common; i < first.Length; i++)
        {
            if (first[i] != second[i])
                changed++;
        }

        return changed;
    }
}
