using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Page;

/// <summary>A page that says what is not there, or why not.</summary>
internal static class MessagePage
{
    /// <summary>The whole page.</summary>
    public static Html Render(string message) => PageLayout.Render("ShadowMig", null, Html.Of(
        $"""
        <h1>Nothing to show</h1>
        <p>{message}</p>
        <p><a href="/">To the status of this node</a></p>
        """));
}
