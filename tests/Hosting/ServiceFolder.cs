namespace ShadowMig.Hosting.Tests;

/// <summary>The folder that a service of a test kept its journal in.</summary>
internal static class ServiceFolder
{
    private const int Attempts = 40;

    /// <summary>Removes it, once the read of the journal that the service left behind when it ended is over too; waits for 2 s at most.</summary>
    public static async Task RemoveAsync(string folder)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (attempt < Attempts)
            {
                // SQLite makes its files beside the journal while one is being removed.
                await Task.Delay(50);
            }
        }
    }
}
