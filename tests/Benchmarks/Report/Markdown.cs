using System.Text;

namespace ShadowMig.Benchmarks.Report;

/// <summary>Builds a Markdown page.</summary>
internal sealed class Markdown
{
    private readonly StringBuilder _text = new();

    public Markdown Heading(string text) => Line($"## {text}").Line();

    public Markdown Paragraph(string text) => Line(text).Line();

    public Markdown Table(string header, IEnumerable<IReadOnlyList<string>> rows)
    {
        int columns = header.Split('|').Length;
        Line($"| {header.Replace("|", " | ", StringComparison.Ordinal)} |").Line("|" + string.Concat(Enumerable.Repeat(" --- |", columns)));
        foreach (IReadOnlyList<string> row in rows)
            Line($"| {string.Join(" | ", row)} |");
        return Line();
    }

    public Markdown Line(string text = "")
    {
        _text.Append(text).Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString().TrimEnd('\n') + "\n";
}
