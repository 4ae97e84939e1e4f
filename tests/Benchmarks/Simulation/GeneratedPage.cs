namespace ShadowMig.Benchmarks.Simulation;

/// <summary>A page whose tables are generated: each stands between <c>&lt;!-- NAME --&gt;</c> and <c>&lt;!-- end --&gt;</c>.</summary>
internal sealed class GeneratedPage
{
    private const string End = "<!-- end -->";

    private readonly string _path;
    private string _text;

    private GeneratedPage(string path, string text) => (_path, _text) = (path, text);

    public static GeneratedPage Read(string path) => new(path, File.ReadAllText(path));

    /// <summary>Puts a table in the place of the one before.</summary>
    /// <exception cref="InvalidOperationException">The page has no such place.</exception>
    public void Replace(string name, string table)
    {
        string begin = $"<!-- {name} -->";
        int from = _text.IndexOf(begin, StringComparison.Ordinal);
        int to = from < 0 ? -1 : _text.IndexOf(End, from, StringComparison.Ordinal);
        if (to < 0)
            throw new InvalidOperationException($"{_path} has no place for {name}");
        _text = $"{_text[..from]}{begin}\n{table.TrimEnd('\n')}\n{_text[to..]}";
    }

    public void Save() => File.WriteAllText(_path, _text);
}
