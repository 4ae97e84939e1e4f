namespace ShadowMig.Hosting.Commands;

/// <summary>Finds what somebody may have meant who mistyped an identifier.</summary>
internal static class CloseIds
{
    private const int Most = 5;
    private const int Farthest = 4;

    /// <summary>Those of the known that are near, nearest first.</summary>
    public static IReadOnlyList<string> Of(string typed, IEnumerable<string> known) =>
    [
        .. known.Distinct()
            .Select(id => (Id: id, Distance: id.StartsWith(typed, StringComparison.Ordinal) || id.EndsWith(typed, StringComparison.Ordinal) ? 0 : Distance(typed, id)))
            .Where(c => c.Distance <= Farthest)
            .OrderBy(c => c.Distance)
            .Take(Most)
            .Select(c => c.Id),
    ];

    /// <summary>How many characters have to be inserted, removed or replaced (Levenshtein 1966).</summary>
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
