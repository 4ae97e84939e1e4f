using System.Text.Json;

namespace ShadowMig.Hosting.Configuration;

/// <summary>One value of a configuration file.</summary>
/// <param name="Path">Section and key, parted by colons.</param>
/// <param name="Value">The value as text.</param>
/// <param name="Token">What kind of JSON it was; of YAML, what JSON would have been.</param>
/// <param name="Line">Its line, from 1.</param>
internal sealed record ConfigurationEntry(string Path, string Value, JsonTokenType Token, int Line);
