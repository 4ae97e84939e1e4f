using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Lab.Tests.Chaos;

/// <summary>Who has the guest, as virsh says on both ends; null where it is not known.</summary>
internal sealed record GuestTruth(string? Source, string? Target)
{
    public bool RunsOnSource => Source == "running";

    public bool RunsOnTarget => Target == "running";

    public static async Task<GuestTruth> ReadAsync(VirtualLab lab, string guest) => new(await lab[0].StateAsync(guest), await lab[1].StateAsync(guest));

    public override string ToString() => $"source {Source ?? "absent"}, target {Target ?? "absent"}";
}
