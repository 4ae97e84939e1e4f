using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Tests.Packaging;

/// <summary>The polkit rule names each call into libvirt's daemon with the permission that it needs, and no others.</summary>
public sealed partial class PolkitRuleTests
{
    // Not asked of a daemon, or about a handle only.
    private static readonly string[] Local =
    [
        "virInitialize", "virGetVersion", "virGetLastError", "virResetLastError", "virSetErrorFunc", "virConnectClose", "virConnectIsAlive",
        "virConnectSetKeepAlive", "virDomainGetName", "virDomainGetUUID",
    ];

    // The binding has them; neither the driver nor the commands call them, so the service does not need them.
    private static readonly Dictionary<string, string> NeverCalled = new()
    {
        ["virDomainCreateWithFlags"] = nameof(ILibvirtDomain.Create),
        ["virDomainCreateXML"] = nameof(ILibvirtConnection.CreateDomain),
        ["virDomainDefineXML"] = nameof(ILibvirtConnection.DefineDomain),
    };

    // libvirt makes it at the target, as part of virDomainMigrateToURI3.
    private static readonly string[] MadeByLibvirt = ["virDomainMigratePrepare3Params"];

    [Test]
    public void Rule_Comments_NameExactlyTheCallsThatAreMade()
    {
        IEnumerable<string> named = CallName().Matches(DebianFolder.Read("60-shadowmig.rules")).Select(match => match.Value).Distinct();
        IEnumerable<string> made = typeof(LibvirtConnector).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
            .Where(method => method.Name.StartsWith("vir", StringComparison.Ordinal)
                && (method.GetCustomAttribute<LibraryImportAttribute>() is not null || method.GetCustomAttribute<DllImportAttribute>() is not null))
            .Select(method => method.Name)
            .Where(name => !name.EndsWith("Free", StringComparison.Ordinal) && !name.StartsWith("virTypedParams", StringComparison.Ordinal)
                && !name.StartsWith("virEvent", StringComparison.Ordinal))
            .Except(Local).Except(NeverCalled.Keys).Concat(MadeByLibvirt).Distinct();

        Assert.That(named, Is.EquivalentTo(made));
    }

    [Test]
    public void Driver_CallsThatTheRuleForbids_AreMadeNowhere()
    {
        string[] sources = [.. new[] { "Driver", "Hosting" }
            .SelectMany(project => Directory.GetFiles(Path.Combine(Deploy.DeployFolder.Repository, "src", project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))];

        Assert.That(sources, Is.Not.Empty);
        Assert.That(
            sources.Where(file => Regex.IsMatch(File.ReadAllText(file), $@"(?i:domain|connection|guest|source|target|destination)\.({string.Join('|', NeverCalled.Values)})\(")),
            Is.Empty);
    }

    [GeneratedRegex(@"\bvir[A-Z]\w+")]
    private static partial Regex CallName();
}
