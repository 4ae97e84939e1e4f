using System.Text.Json;
using System.Text.RegularExpressions;

namespace ShadowMig.Hosting.Tests.Deploy;

public sealed partial class PackageLicencesTests
{
    private static readonly string[] Projects = ["Native", "Driver", "Hosting"];

    [Test]
    public void Documentation_ListsEveryPackageOfTheProgramAndNoOther()
    {
        string[] packages = [.. Projects.SelectMany(Packages).Distinct()];
        string[] listed = [.. Listed()];

        Assert.That(packages, Is.Not.Empty);
        Assert.That(packages.Where(package => !listed.Any(row => Covers(row, package))), Is.Empty, "not listed");
        Assert.That(listed.Where(row => !packages.Any(package => Covers(row, package))), Is.Empty, "listed and not used");
    }

    private static bool Covers(string row, string package) => row.EndsWith('*') ? package.StartsWith(row[..^1], StringComparison.Ordinal) : row == package;

    private static IEnumerable<string> Listed() =>
        File.ReadAllText(Path.Combine(DeployFolder.Repository, "docs", "security.md")).Split("## Packages and their licences")[1].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Name().Matches(line.Split('|')[1]))
            .Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Packages(string project)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Path.Combine(DeployFolder.Repository, "src", project, "packages.lock.json")));
        return [.. file.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => package.Name)];
    }

    [GeneratedRegex("`([A-Za-z0-9._*-]+)`")]
    private static partial Regex Name();
}
