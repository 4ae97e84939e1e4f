using ShadowMig.Driver.Detection;
using ShadowMig.Driver.Model;

namespace ShadowMig.Driver.Selection;

/// <summary>A host whose guests ask for something is not overloaded by one more, in the eyes of a detector.</summary>
public sealed class OverloadFilter(IOverloadDetector detector) : ITargetFilter
{
    /// <inheritdoc/>
    public string Code => ReasonCodes.WouldOverload;

    /// <inheritdoc/>
    public bool Admits(GuestLoad guest, HostLoad host) =>
        host.Free == host.Capacity || !detector.Judge(host.LoadWith(guest, stackalloc double[host.Window])).Overloaded;
}
