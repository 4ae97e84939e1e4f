using System.Globalization;
using System.Text.Json;

namespace ShadowMig.Hosting.Configuration;

/// <summary>Where a reader of YAML stands, and the values that it came by.</summary>
internal sealed class YamlTree
{
    private readonly List<ConfigurationEntry> _entries = [];
    private readonly List<ConfigurationProblem> _problems = [];
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private readonly Stack<Place> _places = new();
    private int _documents;

    /// <summary>The values.</summary>
    public IReadOnlyList<ConfigurationEntry> Entries => _entries;

    /// <summary>What is wrong with the form.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems => _problems;

    /// <summary>Notes a problem.</summary>
    public void Complain(int? line, string message) => _problems.Add(new(line, message));

    /// <summary>A document begins.</summary>
    public void Begin(int line)
    {
        if (++_documents > 1)
            Complain(line, "a configuration is one YAML document; take out the line '---'");
    }

    /// <summary>A mapping or a list begins.</summary>
    public void Open(bool isList, int line)
    {
        if (_places.TryPeek(out Place? place) ? place.AwaitsKey : isList)
            Complain(line, "a configuration is names with values below them: 'Section:', and below it '  Key: value'");
        _places.Push(new(Next(), isList));
    }

    /// <summary>It ends.</summary>
    public void Close() => _places.Pop();

    /// <summary>A key or a value.</summary>
    public void Value(string text, JsonTokenType token, int line)
    {
        if (_places.TryPeek(out Place? place) && place.AwaitsKey)
        {
            place.Key = text;
            if (!_seen.Add(place.Path(text)))
                Complain(line, $"'{place.Path(text)}' is set twice; keep one");
            return;
        }

        if (place is null && token != JsonTokenType.Null)
            Complain(line, "a configuration is names with values below them: 'Section:', and below it '  Key: value'");
        _entries.Add(new(Next(), token == JsonTokenType.Null ? "" : text, token, line));
    }

    // The path of what comes next; a key is used up by its value.
    private string Next()
    {
        if (!_places.TryPeek(out Place? place))
            return "";
        string name = place.IsList ? place.Index++.ToString(CultureInfo.InvariantCulture) : place.Key ?? "";
        place.Key = null;
        return place.Path(name);
    }

    private sealed class Place(string path, bool isList)
    {
        public bool IsList { get; } = isList;

        public int Index { get; set; }

        public string? Key { get; set; }

        public bool AwaitsKey => !IsList && Key is null;

        public string Path(string name) => path.Length == 0 ? name : $"{path}:{name}";
    }
}
