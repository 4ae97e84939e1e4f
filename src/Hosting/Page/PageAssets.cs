namespace ShadowMig.Hosting.Page;

/// <summary>Files of the page that lie in the executable.</summary>
internal static class PageAssets
{
    /// <summary>The content of a file.</summary>
    public static byte[] Read(string name)
    {
        using Stream stream = typeof(PageAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the executable");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
