using ShadowMig.Hosting.Page.Markup;
using ShadowMig.Hosting.Page.Sections;

namespace ShadowMig.Hosting.Page;

/// <summary>The first page: nodes, what is in flight, guests, decisions, history.</summary>
internal static class HomePage
{
    private static readonly (string Id, string Title)[] Titles =
        [("nodes", "Nodes and load"), ("running", "In flight"), ("guests", "Guests"), ("decisions", "Decisions"), ("history", "History")];

    /// <summary>What changes of it, by the identifiers of its elements.</summary>
    public static IReadOnlyList<LivePart> Parts(PageData data) =>
    [
        new("summary", SummarySection.Render(data)),
        new("nodes", NodesSection.Render(data)),
        new("running", RunningSection.Render(data.Journal)),
        new("guests", GuestsSection.Render(data)),
        new("decisions", DecisionsSection.Render(data)),
        new("history", HistorySection.Render(data)),
    ];

    /// <summary>The whole page.</summary>
    public static Html Render(PageData data)
    {
        Dictionary<string, Html> parts = Parts(data).ToDictionary(p => p.Id, p => p.Content);
        string node = data.Snapshot.Node?.HostName ?? data.Rules.Node ?? "this node";
        return PageLayout.Render($"{node}: ShadowMig", "/events", Html.Of(
            $"""
            <h1>{node}</h1>
            <div id="summary" class="summary" role="status">{parts["summary"]}</div>
            <nav aria-label="Parts of this page"><ul>{Titles.Select(t => Html.Of($"""<li><a href="#{t.Id}-title">{t.Title}</a></li>"""))}</ul></nav>
            {Titles.Select(t => Html.Of($"""<section aria-labelledby="{t.Id}-title"><h2 id="{t.Id}-title" tabindex="-1">{t.Title}</h2><div id="{t.Id}">{parts[t.Id]}</div></section>"""))}
            """));
    }
}
