using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using ShadowMig.Driver.Detection.Rules;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Driver.Selection.Autopilot;
using ShadowMig.Hosting.Tests;
using ShadowMig.Hosting.Tests.Page;
using ShadowMig.Page.Tests.Support;

namespace ShadowMig.Page.Tests;

/// <summary>The page in a real browser: live, by keyboard, on a phone, without scripts, and for screen readers.</summary>
/// <remarks>Screenshots go to the folder that SHADOWMIG_SCREENSHOTS names, and nowhere without it.</remarks>
public sealed class BrowserTests
{
    private static readonly ViewportSize Desktop = new() { Width = 1280, Height = 900 };
    private static readonly ViewportSize Phone = new() { Width = 390, Height = 844 };

    private readonly List<string> _complaints = [];
    private Chromium _chromium = null!;
    private PageHost _host = null!;
    private IPage _page = null!;

    [OneTimeSetUp]
    public async Task Start() => _chromium = await Chromium.StartAsync();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
    }

    [SetUp]
    public async Task SetUp()
    {
        _complaints.Clear();
        _host = await PageHost.StartAsync();
        _page = await OpenAsync(new() { ViewportSize = Desktop });
    }

    [TearDown]
    public async Task TearDown()
    {
        await _page.Context.CloseAsync();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task Home_LoadsWithoutAComplaintOfTheBrowser()
    {
        await GoHomeAsync();
        await Assertions.Expect(_page.Locator("#connection")).ToHaveTextAsync("Live");
        await Assertions.Expect(_page.GetByRole(AriaRole.Row, new() { Name = "web" }).First).ToContainTextAsync("running");
        Assert.That(_complaints, Is.Empty);
    }

    [Test]
    public async Task Home_MigrationBeginsAndEnds_IsShownWithoutReload()
    {
        await GoHomeAsync();
        await _page.EvaluateAsync("window.loadedOnce = true");
        await Assertions.Expect(_page.Locator("#running")).ToHaveTextAsync("No migration is in flight.");

        string id = _host.BeginMigration();
        await Assertions.Expect(_page.Locator("#summary")).ToContainTextAsync("web moves to 192.0.2.2.");
        ILocator rounds = _page.Locator("#running svg").First.Locator("g.actual rect.mark");
        await Assertions.Expect(rounds).ToHaveCountAsync(1 + 1);
        await Assertions.Expect(_page.Locator("#running svg").First.Locator("g.predicted circle.mark")).ToHaveCountAsync(3 + 1);

        _host.Journal.RecordProgress(id, PageSamples.Running.Progress!, TimeProvider.System.GetUtcNow());
        await Assertions.Expect(rounds).ToHaveCountAsync(2 + 1);
        await ShootAsync("running");

        _host.Finish(id);
        await Assertions.Expect(_page.Locator("#running")).ToHaveTextAsync("No migration is in flight.");
        await Assertions.Expect(_page.GetByRole(AriaRole.Link, new() { Name = id })).ToBeVisibleAsync();
        Assert.That(await _page.EvaluateAsync<bool>("window.loadedOnce"), Is.True);
        Assert.That(_complaints, Is.Empty);
    }

    [Test]
    public async Task Home_Changes_KeepTheFocusAndRespectThePause()
    {
        await GoHomeAsync();
        ILocator guest = _page.GetByRole(AriaRole.Link, new() { Name = "web", Exact = true });
        await guest.FocusAsync();
        _host.Snapshot = With(guests: 2);
        await Assertions.Expect(_page.GetByRole(AriaRole.Link, new() { Name = "guest01" })).ToBeVisibleAsync();
        await Assertions.Expect(guest).ToBeFocusedAsync();

        ILocator pause = _page.GetByRole(AriaRole.Button, new() { Name = "Pause updates" });
        await pause.PressAsync("Enter");
        await Assertions.Expect(pause).ToHaveAttributeAsync("aria-pressed", "true");
        _host.Snapshot = With(guests: 3);
        await _page.WaitForTimeoutAsync(2500);
        await Assertions.Expect(_page.GetByRole(AriaRole.Link, new() { Name = "guest02" })).ToHaveCountAsync(0);
        await pause.PressAsync("Enter");
        await Assertions.Expect(_page.GetByRole(AriaRole.Link, new() { Name = "guest02" })).ToBeVisibleAsync();
    }

    [Test]
    public async Task Home_ServiceEnds_SaysThatTheFiguresAreOld()
    {
        await GoHomeAsync();
        await Assertions.Expect(_page.Locator("#connection")).ToHaveTextAsync("Live");
        await _host.StopAsync();
        await Assertions.Expect(_page.Locator("#connection")).ToHaveTextAsync("Not connected: the figures are old");
    }

    [Test]
    public async Task Home_ByKeyboardAlone_ReachesContentSectionsAndMigrations()
    {
        string id = _host.BeginMigration();
        _host.Finish(id);
        await GoHomeAsync();
        await _page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(_page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
        await Assertions.Expect(_page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeInViewportAsync();
        await _page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(_page.Locator("main")).ToBeFocusedAsync();
        await _page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(_page.GetByRole(AriaRole.Link, new() { Name = "Nodes and load" })).ToBeFocusedAsync();

        ILocator migration = _page.Locator("#history").GetByRole(AriaRole.Link, new() { Name = id });
        for (int presses = 0; presses < 40 && !await migration.EvaluateAsync<bool>("link => link === document.activeElement"); presses++)
            await _page.Keyboard.PressAsync("Tab");
        Assert.That(await migration.EvaluateAsync<string>("link => getComputedStyle(link).outlineStyle"), Is.EqualTo("solid"), "what has the focus shows it");
        await _page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(_page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("web to 192.0.2.2");
        await Assertions.Expect(_page.GetByRole(AriaRole.Img, new() { Name = "Writable working set" })).ToBeVisibleAsync();
        Assert.That(_complaints, Is.Empty);
    }

    [Test]
    public async Task Home_WithoutScripts_ShowsAllAndLoadsAgainByItself()
    {
        _host.BeginMigration();
        IPage page = await OpenAsync(new() { ViewportSize = Desktop, JavaScriptEnabled = false });
        await page.GotoAsync(_host.Address.ToString());
        await Assertions.Expect(page.Locator("#running svg")).ToHaveCountAsync(2, new() { Timeout = 20_000 });
        await Assertions.Expect(page.Locator("#pause")).ToBeHiddenAsync();
        _host.Snapshot = With(guests: 2);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "guest01" })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await page.Context.CloseAsync();
    }

    [Test]
    public async Task Decision_WithoutScripts_IsReachedFromHomeAndLeadsToItsMigrationAndGuest()
    {
        string id = _host.BeginMigration();
        _host.Decision = _host.Decision with { Moves = [_host.Decision.Moves[0] with { MigrationId = id }] };
        IPage page = await OpenAsync(new() { ViewportSize = Desktop, JavaScriptEnabled = false });
        await page.GotoAsync(_host.Address.ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = _host.Decision.Id }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync($"Decision {_host.Decision.Id}");
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Nodes for web" }).GetByRole(AriaRole.Row, new() { Name = "n3" })).ToContainTextAsync("would-overload");

        await page.GetByRole(AriaRole.Link, new() { Name = "web", Exact = true }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("web");
        await page.GoBackAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = id }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("web to 192.0.2.2");
        await page.Context.CloseAsync();
    }

    [Test]
    public async Task Decision_MoveEnds_IsShownWithoutReload()
    {
        MoveStatus done = _host.Decision.Moves[0];
        _host.Decision = _host.Decision with { Moves = [done with { State = MoveState.Running }] };
        await _page.GotoAsync(new Uri(_host.Address, $"/decisions/{_host.Decision.Id}").ToString());
        ILocator move = _page.GetByRole(AriaRole.Table, new() { Name = "Moves, in the order in which they were to run" });
        await Assertions.Expect(move).ToContainTextAsync("running");
        await Assertions.Expect(_page.Locator("#connection")).ToHaveTextAsync("Live");
        _host.Decision = _host.Decision with { Moves = [done] };
        await Assertions.Expect(move).ToContainTextAsync("completed");
        Assert.That(_complaints, Is.Empty);
    }

    [Test]
    public async Task Pages_OnAPhone_AreNoWiderThanTheScreen()
    {
        string id = Fill();
        IPage page = await OpenAsync(new() { ViewportSize = Phone, DeviceScaleFactor = 2, IsMobile = true, HasTouch = true });
        foreach ((string path, string name) in Pages(id))
        {
            await page.GotoAsync(new Uri(_host.Address, path).ToString());
            int width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            Assert.That(width, Is.LessThanOrEqualTo(Phone.Width), path);
            await ShootAsync($"phone-{name}", page);
        }

        await page.GotoAsync(_host.Address.ToString());
        Assert.That(await page.Locator("figure svg text").First.EvaluateAsync<double>("text => text.getBoundingClientRect().height"), Is.GreaterThan(9), "labels of plots can be read");
        await page.Context.CloseAsync();
    }

    [TestCase(ColorScheme.Light, 1280, "home", "migration", "decision")]
    [TestCase(ColorScheme.Dark, 1280, "migration", "decision")]
    [TestCase(ColorScheme.Light, 390, "home", "decision")]
    public async Task Pages_Accessibility_HasNoViolation(ColorScheme scheme, int width, params string[] pages)
    {
        string id = Fill();
        IPage page = await OpenAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        foreach ((string path, string name) in Pages(id).Where(p => pages.Contains(p.Name)))
        {
            await page.GotoAsync(new Uri(_host.Address, path).ToString());
            AxeResult result = await page.RunAxe();
            Assert.That(result.Violations.Select(v => $"{path}: {v.Id}: {v.Help}: {string.Join("; ", v.Nodes.Select(n => n.Html))}"), Is.Empty);
            if (width == Desktop.Width)
                await ShootAsync($"{scheme}-{name}", page);
        }

        await page.Context.CloseAsync();
    }

    [Test]
    public async Task Tables_OnAPhone_StayTablesForScreenReaders()
    {
        IPage page = await OpenAsync(new() { ViewportSize = Phone });
        await page.GotoAsync(_host.Address.ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Guests of this node" }).GetByRole(AriaRole.Rowheader, new() { Name = "web" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Test]
    public async Task Home_HostileNames_RunNothing()
    {
        DomainIdentity hostile = new("<img src=x onerror=\"document.title='taken'\">", Samples.Domain.Uuid);
        _host.Snapshot = Samples.Snapshot with { Guests = [Samples.Guest with { Domain = hostile }] };
        await GoHomeAsync();
        await Assertions.Expect(_page.Locator("#guests")).ToContainTextAsync(hostile.Name);
        _host.Snapshot = _host.Snapshot with { Guests = [.. _host.Snapshot.Guests, Samples.Guest with { Domain = new(hostile.Name + "2", Guid.NewGuid()) }] };
        await Assertions.Expect(_page.Locator("#guests")).ToContainTextAsync(hostile.Name + "2");
        Assert.That((await _page.TitleAsync(), await _page.Locator("img").CountAsync()), Is.EqualTo(("node1: ShadowMig", 0)));
    }

    [Test]
    public async Task Home_HundredsOfGuests_StaysQuick()
    {
        _host.Snapshot = With(guests: 500);
        await GoHomeAsync();
        await Assertions.Expect(_page.Locator("#guests tbody tr")).ToHaveCountAsync(500);
        Assert.That(await _page.EvaluateAsync<double>("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"), Is.LessThan(5000), "milliseconds");
    }

    private static NodeSnapshot With(int guests) => PageSamples.Many(guests).Snapshot with
    {
        Guests = [Samples.Guest, .. Enumerable.Range(1, guests - 1).Select(i => Samples.Guest with { Domain = new($"guest{i:00}", new Guid(i, 1, 1, new byte[8])) })],
        Observations = Enumerable.Range(1, guests - 1).Select(i => new DomainIdentity($"guest{i:00}", new Guid(i, 1, 1, new byte[8]))).Append(Samples.Domain)
            .ToDictionary(d => d.Uuid, d => Samples.Observation with { Domain = d }),
    };

    private static (string Path, string Name)[] Pages(string id) =>
        [
            ("/", "home"), ($"/migrations/{id}", "migration"), ($"/decisions/{PageSamples.Decided().Id}", "decision"), ($"/guests/{Samples.Domain.Uuid}", "guest"),
            ("/migrations/none", "none"),
        ];

    // One migration that ended and one that runs, a rule in effect, a dozen guests.
    private string Fill()
    {
        string id = _host.BeginMigration();
        _host.Finish(id);
        _host.BeginMigration();
        _host.Snapshot = With(guests: 12);
        _host.Rules = Samples.Rules with { Statuses = [Samples.RuleStatus("cpu-overload", RuleState.Overloaded)] };
        return id;
    }

    private async Task<IPage> OpenAsync(BrowserNewContextOptions options)
    {
        IBrowserContext context = await _chromium.Browser.NewContextAsync(options);
        IPage page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        return page;
    }

    private Task<IResponse?> GoHomeAsync() => _page.GotoAsync(_host.Address.ToString());

    private async Task ShootAsync(string name, IPage? page = null)
    {
        if (Environment.GetEnvironmentVariable("SHADOWMIG_SCREENSHOTS") is { Length: > 0 } folder)
            await (page ?? _page).ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }
}
