using ShadowMig.Driver.Model;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page.Markup;
using ShadowMig.Hosting.Page.Plots;

namespace ShadowMig.Hosting.Page;

/// <summary>What one guest of this node does to its memory, as it was last measured.</summary>
internal static class GuestPage
{
    /// <summary>The whole page.</summary>
    public static Html Render(GuestObservation observation) => PageLayout.Render($"{observation.Domain.Name}: ShadowMig", null, Html.Of(
        $"""
        <h1>{observation.Domain.Name}</h1>
        <dl class="facts">{PageText.Fact("UUID", observation.Domain.Uuid.ToString())}{PageText.Fact("measured", PageText.At(observation.At))}{PageText.Fact("memory", HumanText.RoughSize(observation.MemoryTotal))}{PageText.Fact("resident", HumanText.RoughSize(observation.MemoryResident))}{PageText.Fact("zero pages", HumanText.Ratio(observation.ZeroPageRatio))}{PageText.Fact("page size", HumanText.Size(observation.PageSize))}{PageText.Fact("dirty rate", HumanText.Rate(observation.DirtyRate))}{PageText.Fact("measured by", observation.DirtyRateMode?.Name() ?? HumanText.Unknown)}</dl>
        <section aria-labelledby="working-set-title"><h2 id="working-set-title">Working set</h2><div class="plots">{WorkingSetPlot.Draw("working-set", observation)}</div></section>
        """));
}
