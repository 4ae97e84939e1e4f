using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ShadowMig.Benchmarks.Records;

/// <summary>Records in a file, one JSON document a line, each key once; what is there is not measured again.</summary>
internal sealed class RecordStore<T>
{
    private readonly string _path;
    private readonly JsonTypeInfo<T> _type;
    private readonly Func<T, string> _key;
    private readonly Dictionary<string, T> _records = [];

    public RecordStore(string path, JsonTypeInfo<T> type, Func<T, string> key)
    {
        (_path, _type, _key) = (path, type, key);
        if (!File.Exists(path))
            return;
        string[] lines = File.ReadAllLines(path);
        // A line without its end was cut off with the program: the run is done again.
        foreach (string line in lines.Where(l => l.EndsWith('}')))
        {
            T record = JsonSerializer.Deserialize(line, type)!;
            _records[key(record)] = record;
        }
    }

    public IReadOnlyCollection<T> All => _records.Values;

    public bool Has(string key) => _records.ContainsKey(key);

    public void Add(T record)
    {
        _records[_key(record)] = record;
        File.AppendAllText(_path, JsonSerializer.Serialize(record, _type) + "\n");
    }
}
