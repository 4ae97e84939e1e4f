namespace ShadowMig.Hosting.Page.Markup;

/// <summary>
/// Markup that is safe to send. It is made of templates only, whose text is ours and whose holes are encoded: a guest's name can
/// never become an element.
/// </summary>
internal readonly struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    /// <summary>Nothing.</summary>
    public static Html Empty => default;

    /// <summary>Markup of a template; attributes with holes have to be quoted.</summary>
    public static Html Of(HtmlTemplate template) => new(template.ToMarkup());

    /// <summary>Text as markup.</summary>
    public static Html Text(string? text) => Of($"{text}");

    /// <summary>One after the other.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(p => p._markup)));

    /// <inheritdoc/>
    public override string ToString() => _markup ?? "";
}
