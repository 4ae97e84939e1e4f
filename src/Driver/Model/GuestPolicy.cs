namespace ShadowMig.Driver.Model;

/// <summary>What the owner of a guest wants of whoever moves it, read from the metadata of its domain.</summary>
/// <remarks>
/// Set with <c>virsh metadata GUEST https://shadowmig.org/guest --live --config --key shadowmig --set '&lt;guest move="never"/&gt;'</c>;
/// element <c>metadata</c> of https://libvirt.org/formatdomain.html.
/// </remarks>
public sealed record GuestPolicy
{
    /// <summary>Namespace of the metadata element.</summary>
    public const string Namespace = "https://shadowmig.org/guest";

    /// <summary>No wishes.</summary>
    public static GuestPolicy None { get; } = new();

    /// <summary>Whether the service never moves the guest by itself; a person still can.</summary>
    public bool NeverMove { get; init; }

    /// <summary>How much the guest matters: of two that would do, the one with the lower number is moved. 0 unless set.</summary>
    public int Priority { get; init; }

    /// <summary>Name of the profile whose limits hold for the guest; null when not set.</summary>
    public string? Profile { get; init; }

    /// <summary>Groups whose guests want to share a node.</summary>
    public IReadOnlyList<string> KeepTogether { get; init; } = [];

    /// <summary>Groups whose guests must not share a node.</summary>
    public IReadOnlyList<string> KeepApart { get; init; } = [];

    /// <summary>Labels that profiles match.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>What of the element could not be understood, each with what to write instead; empty when all was.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
