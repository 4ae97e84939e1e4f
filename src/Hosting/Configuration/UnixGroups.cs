using System.Globalization;

namespace ShadowMig.Hosting.Configuration;

/// <summary>Finds groups in /etc/group.</summary>
internal static class UnixGroups
{
    /// <summary>The number of a group by its name or number; null when this machine has none of that name.</summary>
    /// <exception cref="IOException">/etc/group cannot be read.</exception>
    public static uint? Find(string nameOrNumber) =>
        uint.TryParse(nameOrNumber, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number
        : File.ReadLines("/etc/group").Select(line => line.Split(':'))
            .Where(parts => parts.Length >= 3 && parts[0] == nameOrNumber)
            .Select(parts => uint.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out uint id) ? (uint?)id : null)
            .FirstOrDefault();
}
