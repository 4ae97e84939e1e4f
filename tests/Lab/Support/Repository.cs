namespace ShadowMig.Lab.Tests.Support;

/// <summary>Where the checkout is that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Script(string name) => Path.Combine(Root, "scripts", name);

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "ShadowMig.slnx")))
                return folder;
        }
        throw new InvalidOperationException("the tests were moved out of their checkout: build and run them there");
    }
}
