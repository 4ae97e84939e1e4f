namespace ShadowMig.Driver.Selection;

/// <summary>Compares hosts that may take a guest. Pure.</summary>
public interface ITargetScore
{
    /// <summary>What the host is compared by; less is better.</summary>
    double Score(GuestLoad guest, HostLoad host);
}
