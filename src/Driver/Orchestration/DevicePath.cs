using System.Text.RegularExpressions;

namespace ShadowMig.Driver.Orchestration;

/// <summary>Paths of block devices.</summary>
internal static partial class DevicePath
{
    /// <summary>
    /// Whether a path is named after the device itself, so that on every node it is the same device or none: below /dev/disk/by-id,
    /// but for names that the administrator gave (dm-name, md-name), or a multipath device by its WWID.
    /// </summary>
    public static bool NamesTheDevice(string path) => ByIdentity().IsMatch(path);

    // A WWID as udev's scsi_id gives it: a digit for its kind (2 is EUI-64, 3 is NAA), then its 8 or 16 bytes; of NVMe the kind is a word.
    [GeneratedRegex(@"^/dev/(disk/by-id/(?!dm-name-|md-name-)[^/]+|mapper/([23][0-9a-f]{16}([0-9a-f]{16})?|(eui|uuid|nvme)\.[0-9a-fA-F-]{16,})((-part|p)\d+)?)$")]
    private static partial Regex ByIdentity();
}
