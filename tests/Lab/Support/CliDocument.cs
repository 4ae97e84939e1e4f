using System.Text.Json;

namespace ShadowMig.Lab.Tests.Support;

/// <summary>What a command printed with <c>--json</c>.</summary>
internal sealed record CliDocument(CommandResult Result, JsonElement Root)
{
    public int ExitCode => Result.ExitCode;

    /// <summary>Codes of the top level's reasons.</summary>
    public IEnumerable<string?> ReasonCodes => Root.GetProperty("reasons").EnumerateArray().Select(r => r.GetProperty("code").GetString());

    /// <summary>The element at a path such as <c>plan.prediction.totalSeconds.p50</c>.</summary>
    public JsonElement At(string path)
    {
        JsonElement element = Root;
        foreach (string name in path.Split('.'))
            element = element.GetProperty(name);
        return element;
    }

    public double Number(string path) => At(path).GetDouble();

    public string? Text(string path) => At(path).GetString();

    public override string ToString() => Result.ToString();
}
