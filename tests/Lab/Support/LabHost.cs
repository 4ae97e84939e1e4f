namespace ShadowMig.Lab.Tests.Support;

/// <summary>One libvirt host of a lab, as <c>scripts/lab status --json</c> describes it.</summary>
internal sealed record LabHost(string Name, string Hostname, string Suite, string Address, string Uri, string Directory, string ConsoleDirectory);
