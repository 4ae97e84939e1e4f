using ShadowMig.Hosting.Metrics;
using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Page;

/// <summary>What every page has around its content.</summary>
internal static class PageLayout
{
    // Without scripts the page is loaded again now and then.
    private const int RefreshSeconds = 10;

    /// <summary>A whole document.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="events">Where changes are sent from; null when nothing changes.</param>
    /// <param name="content">Its content, from the first heading on.</param>
    public static Html Render(string title, string? events, Html content) => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">{(events is null ? Html.Empty : Live)}</head>
        <body><a class="skip" href="#content">Skip to the content</a>
        <header><a class="name" href="/">ShadowMig</a> <span class="version">{BuildInfo.Version}</span>{(events is null ? Html.Empty : Controls)}</header>
        <main id="content" tabindex="-1"{(events is null ? Html.Empty : Html.Of($""" data-events="{events}" """))}>
        {content}
        </main>
        <footer><p>This page only shows. What changes anything is asked for on the command line: <code>shadowmig --help</code>. Times are UTC.</p></footer></body></html>

        """);

    private static Html Live => Html.Of(
        $"""<script src="/page.js" defer></script><noscript><meta http-equiv="refresh" content="{RefreshSeconds}"></noscript>""");

    private static Html Controls => Html.Of(
        $"""<span class="controls"><span id="connection" role="status"></span> <button id="pause" type="button" aria-pressed="false" hidden>Pause updates</button></span>""");
}
