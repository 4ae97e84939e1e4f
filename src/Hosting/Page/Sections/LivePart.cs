using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Page.Sections;

/// <summary>A part of a page that is sent again when it changes.</summary>
/// <param name="Id">The identifier of its element.</param>
/// <param name="Content">What stands in it.</param>
internal readonly record struct LivePart(string Id, Html Content);
