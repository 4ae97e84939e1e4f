namespace ShadowMig.Driver.Selection.Autopilot;

/// <summary>The host whose scarcest resource is used least with the guest: processors, or memory where it is counted.</summary>
internal sealed class MostHeadroom(DecisionBoard board) : ITargetScore
{
    /// <inheritdoc/>
    public double Score(GuestLoad guest, HostLoad host)
    {
        double memory = host is { Memory: { Value: > 0 } all, FreeMemory: { } free } ? 1 - ((free - guest.Memory).Value / (double)all.Value) : 0;
        return Math.Max(board.LoadWith(guest, host), memory);
    }
}
