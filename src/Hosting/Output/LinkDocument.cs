using ShadowMig.Driver.Model;

namespace ShadowMig.Hosting.Output;

/// <summary>The way between the nodes that a plan rests on, in JSON.</summary>
internal sealed record LinkDocument(
    double BytesPerSecond, bool Measured, double? RateSpread, double? CapacityBytesPerSecond, double SwitchoverSeconds, double SetupSeconds)
{
    public static LinkDocument? From(LinkEstimate? link) => link is null ? null : new(
        link.Rate.Value, link.IsMeasured, link.RateSpread.Finite(), link.Capacity?.Value, link.SwitchoverCost.TotalSeconds, link.SetupTime.TotalSeconds);
}
