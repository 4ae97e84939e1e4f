namespace ShadowMig.Driver.Selection;

/// <summary>Rules hosts out as targets of a guest. Pure; a new rule is a new class.</summary>
public interface ITargetFilter
{
    /// <summary>The reason code of those that it rules out.</summary>
    string Code { get; }

    /// <summary>Whether the host may take the guest.</summary>
    bool Admits(GuestLoad guest, HostLoad host);
}
