using ShadowMig.Hosting.Tests.Deploy;

namespace ShadowMig.Hosting.Tests.Packaging;

/// <summary>What the Debian package is made of, as it lies in the checkout.</summary>
internal static class DebianFolder
{
    public static string PathOf(string name) => Path.Combine(DeployFolder.Repository, "src", "Hosting", "Deploy", "debian", name);

    public static string Read(string name) => File.ReadAllText(PathOf(name));
}
