using System.CommandLine;

namespace ShadowMig.Hosting.Commands;

/// <summary>Options that every command takes.</summary>
internal sealed class GlobalOptions
{
    /// <summary>The libvirt daemon of the source.</summary>
    public Option<string> Connect { get; } = OptionFactory.Verified(new Option<string>("--connect", "-c")
    {
        Description = "libvirt URI of the node to work on",
        HelpName = "URI",
        DefaultValueFactory = _ => "qemu:///system",
        Recursive = true,
    });

    /// <summary>One JSON document instead of text.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "print one JSON document and nothing else on standard output", Recursive = true };

    /// <summary>The configuration file.</summary>
    public Option<string?> ConfigurationFile { get; } = new("--config")
    {
        Description = "configuration file, YAML or JSON by its name (default /etc/shadowmig/shadowmig.yaml, else .json there, if it exists)",
        HelpName = "FILE",
        Recursive = true,
    };
}
