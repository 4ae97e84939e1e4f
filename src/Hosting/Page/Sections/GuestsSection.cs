using System.Globalization;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Hosting.Output;
using ShadowMig.Hosting.Page.Markup;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Page.Sections;

/// <summary>The guests of this node: what they use, and what they do to their memory.</summary>
internal static class GuestsSection
{
    /// <summary>The section's content.</summary>
    public static Html Render(PageData data)
    {
        Table table = new("Guests of this node", "guest", "state", "processors busy", "memory", "resident", "dirty rate", "working set", "network");
        foreach (GuestSample guest in data.Snapshot.Guests.OrderBy(g => g.Domain.Name, StringComparer.Ordinal))
            AddRow(table, guest, data.Snapshot.Observations.GetValueOrDefault(guest.Domain.Uuid));
        return table.ToHtml("No guest runs on this node.");
    }

    private static void AddRow(Table table, GuestSample guest, GuestObservation? observation) => table.Row(
        observation is null ? Html.Text(guest.Domain.Name) : Html.Of($"""<a id="guest-{guest.Domain.Uuid.ToString()}" href="/guests/{guest.Domain.Uuid.ToString()}">{guest.Domain.Name}</a>"""),
        State(guest),
        PageText.Bar(guest.CpuUsage / guest.VirtualCpus),
        Html.Text(HumanText.RoughSize(guest.MemoryTotal ?? observation?.MemoryTotal)),
        Html.Text(HumanText.RoughSize(guest.MemoryResident ?? observation?.MemoryResident)),
        Html.Text(HumanText.Rate(observation?.DirtyRate)),
        Html.Text(observation?.WorkingSet is { Count: > 0 } points ? WorkingSet(points.MaxBy(p => p.Period)) : HumanText.Unknown),
        Html.Text(Network(guest)));

    private static Html State(GuestSample guest) => guest.IsStale
        ? PageText.Badge("stale: not sampled lately", Tone.Bad)
        : guest.State switch
        {
            DomainState.Running or DomainState.Blocked => PageText.Badge("running", Tone.Good),
            null or DomainState.None => PageText.Badge("unknown", Tone.Plain),
            DomainState.Paused => PageText.Badge("paused", Tone.Caution),
            DomainState.Crashed => PageText.Badge("crashed", Tone.Bad),
            DomainState.ShuttingDown => PageText.Badge("shutting down", Tone.Caution),
            DomainState.PowerManagementSuspended => PageText.Badge("suspended", Tone.Caution),
            _ => PageText.Badge("off", Tone.Plain),
        };

    private static string WorkingSet(WorkingSetPoint point) =>
        string.Create(CultureInfo.InvariantCulture, $"{HumanText.RoughSize(point.Distinct)} in {HumanText.Time(point.Period)}");

    private static string Network(GuestSample guest) => guest is { ReceiveRate: { } received, SendRate: { } sent }
        ? HumanText.Rate(new BytesPerSecond(received.Value + sent.Value))
        : HumanText.Unknown;
}
