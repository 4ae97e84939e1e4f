using System.Xml.Linq;

namespace ShadowMig.Native.Tests.Api;

/// <summary>libvirt's own description of its API, as the package libvirt-dev installs it.</summary>
internal sealed class LibvirtApi
{
    internal const string Path = "/usr/share/libvirt/api/libvirt-api.xml";

    private static readonly Lazy<LibvirtApi> Loaded = new(() => new LibvirtApi(XElement.Load(Path)));

    private readonly Dictionary<string, XElement> _functions;
    private readonly Dictionary<string, XElement> _functionTypes;
    private readonly Dictionary<string, string> _enums;
    private readonly Dictionary<string, XElement> _macros;

    private LibvirtApi(XElement root)
    {
        XElement symbols = root.Element("symbols")!;
        _functions = ByName(symbols, "function");
        _functionTypes = ByName(symbols, "functype");
        _macros = ByName(symbols, "macro");
        _enums = ByName(symbols, "enum").ToDictionary(entry => entry.Key, entry => (string)entry.Value.Attribute("value")!);
    }

    internal static LibvirtApi Load()
    {
        if (!File.Exists(Path))
            Assert.Ignore($"{Path} is missing: install libvirt-dev.");
        return Loaded.Value;
    }

    internal CFunction? Function(string name) => _functions.TryGetValue(name, out XElement? function) ? Read(function) : null;

    internal CFunction? FunctionType(string name) => _functionTypes.TryGetValue(name, out XElement? function) ? Read(function) : null;

    /// <summary>The number or text behind a name; null when this libvirt does not have it.</summary>
    internal object? Constant(string name)
    {
        if (_enums.TryGetValue(name, out string? value))
            return long.TryParse(value, out long number) ? number : Constant(value);
        if (!_macros.TryGetValue(name, out XElement? macro))
            return null;
        return (string?)macro.Attribute("string") ?? (object)long.Parse((string)macro.Attribute("raw")!);
    }

    private static CFunction Read(XElement function) => new(
        (string)function.Element("return")!.Attribute("type")!,
        [.. function.Elements("arg").Select(argument => (string)argument.Attribute("type")!)]);

    private static Dictionary<string, XElement> ByName(XElement symbols, string kind) =>
        symbols.Elements(kind).DistinctBy(element => (string)element.Attribute("name")!).ToDictionary(element => (string)element.Attribute("name")!);
}
