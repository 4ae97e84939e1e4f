namespace ShadowMig.Hosting.Tests.Deploy;

/// <summary>What is shipped beside the executable, as it lies in the checkout.</summary>
internal static class DeployFolder
{
    public static string Repository { get; } = FindRepository();

    public static IReadOnlyList<string> Dashboards => Files("grafana/dashboards", "*.json");

    public static IReadOnlyList<string> Rules => Files("prometheus/rules", "*.yml");

    public static IReadOnlyList<string> RuleTests => Files("prometheus/tests", "*.yml");

    public static string PrometheusConfiguration => Path.Combine(Folder("prometheus"), "prometheus.yml");

    public static string Runbooks => Path.Combine(Repository, "docs", "runbooks");

    private static string[] Files(string folder, string pattern) => [.. Directory.GetFiles(Folder(folder), pattern).Order(StringComparer.Ordinal)];

    private static string Folder(string name) => Path.Combine(Repository, "src", "Hosting", "Deploy", name);

    private static string FindRepository()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "ShadowMig.slnx")))
                return folder;
        }

        throw new InvalidOperationException("the tests were moved out of their checkout: build and run them there");
    }
}
