using ShadowMig.Driver.Monitoring;

namespace ShadowMig.Driver.Tests.Monitoring.Signals;

/// <summary>Files that a test writes.</summary>
internal sealed class ScriptedFiles : IFileReader
{
    private readonly Dictionary<string, string> _files = [];

    public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    public Dictionary<string, DateTimeOffset> Changed { get; } = [];

    public string? this[string path]
    {
        set
        {
            _files.Remove(path);
            if (value is null)
                return;
            _files[path] = value;
            Changed[path] = Now;
        }
    }

    public string? ReadOrNull(string path) => _files.GetValueOrDefault(path);

    public IEnumerable<string> List(string folder) =>
        _files.Keys.Where(path => path.StartsWith($"{folder}/", StringComparison.Ordinal)).Select(path => path[(folder.Length + 1)..].Split('/')[0]).Distinct();

    public DateTimeOffset? ChangedAt(string path) => _files.ContainsKey(path) ? Changed[path] : null;
}
