using Microsoft.Playwright;

namespace ShadowMig.Page.Tests.Support;

/// <summary>Debian's Chromium, started once for all tests, driven by Playwright.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Executable = "/usr/bin/chromium";

    private readonly IPlaywright _playwright;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        Browser = browser;
    }

    public IBrowser Browser { get; }

    /// <summary>Starts it; a machine without it skips the tests and says why.</summary>
    public static async Task<Chromium> StartAsync()
    {
        if (!File.Exists(Executable))
            Assert.Ignore($"{Executable} is not there: install Debian's package chromium; 'scripts/test' does so as root");
        IPlaywright playwright = await Playwright.CreateAsync();
        // Chromium refuses its sandbox to root, and a container's /dev/shm may be small.
        string[] arguments = Environment.IsPrivilegedProcess ? ["--no-sandbox", "--disable-dev-shm-usage"] : ["--disable-dev-shm-usage"];
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = arguments }));
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
