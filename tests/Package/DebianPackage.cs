using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Package.Tests;

/// <summary>The Debian package of this checkout.</summary>
internal static class DebianPackage
{
    private const string Given = "SHADOWMIG_PACKAGE";
    private static readonly TimeSpan BuildBound = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan PackBound = TimeSpan.FromMinutes(2);

    /// <summary>Builds it, or takes the one that the environment names.</summary>
    /// <param name="folder">Where it comes to lie.</param>
    public static async Task<string> BuildAsync(string folder)
    {
        string name = "shadowmig_1_amd64.deb";
        if (Environment.GetEnvironmentVariable(Given) is { Length: > 0 } given)
        {
            File.Copy(given, Path.Combine(folder, name));
            return name;
        }

        await Command.OutputAsync(BuildBound, Repository.Script("package"), "--out", folder);
        return Path.GetFileName(Directory.GetFiles(folder, "*.deb").Single());
    }

    /// <summary>The same package as a later version.</summary>
    public static async Task<string> RaiseAsync(string folder, string package, string version)
    {
        string tree = Directory.CreateTempSubdirectory("shadowmig-raise-").FullName;
        try
        {
            await Command.OutputAsync(PackBound, "dpkg-deb", "--raw-extract", Path.Combine(folder, package), tree);
            string control = Path.Combine(tree, "DEBIAN", "control");
            await File.WriteAllLinesAsync(
                control, (await File.ReadAllLinesAsync(control)).Select(line => line.StartsWith("Version:", StringComparison.Ordinal) ? $"Version: {version}" : line));
            string raised = $"shadowmig_{version}_amd64.deb";
            await Command.OutputAsync(PackBound, "dpkg-deb", "-Znone", "--build", tree, Path.Combine(folder, raised));
            return raised;
        }
        finally
        {
            Directory.Delete(tree, recursive: true);
        }
    }
}
