namespace ShadowMig.Hosting.Page.Markup;

/// <summary>
/// A table whose first cell of each row names the row. On a narrow screen each row of a wide one is drawn as a card, with the column's
/// name before each value; the roles keep it a table for screen readers even then.
/// </summary>
/// <param name="caption">What it shows.</param>
/// <param name="columns">The names of its columns.</param>
internal sealed class Table(string caption, params string[] columns)
{
    // So many columns fit on a phone.
    private const int MostNarrow = 4;

    private readonly List<Html> _rows = [];

    /// <summary>Adds a row; a cell a column.</summary>
    public void Row(params IReadOnlyList<Html> cells) => _rows.Add(Html.Of(
        $"""<tr role="row"><th scope="row" role="rowheader">{cells[0]}</th>{cells.Skip(1).Select((cell, i) => Html.Of($"""<td role="cell" data-label="{columns[i + 1]}"><div>{cell}</div></td>"""))}</tr>"""));

    /// <summary>Its markup; the sentence where it has no rows.</summary>
    public Html ToHtml(string whenEmpty) => _rows.Count == 0 ? Html.Of($"""<p class="empty">{whenEmpty}</p>""") : Html.Of(
        $"""
        <table role="table" class="{(columns.Length > MostNarrow ? "wide" : "narrow")}"><caption>{caption}</caption>
        <thead role="rowgroup"><tr role="row">{columns.Select(column => Html.Of($"""<th scope="col" role="columnheader">{column}</th>"""))}</tr></thead>
        <tbody role="rowgroup">{_rows}</tbody></table>
        """);
}
