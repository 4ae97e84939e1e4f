using System.Text.RegularExpressions;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Tests.Output;

public sealed class TerminalScreenTests
{
    private const string Taken = "\e[?1049h\e[?25l";
    private const string GivenBack = "\e[?1l\e>\e[?25h\e[?1049l";

    private StringWriter _terminal = null!;
    private (int Width, int Height) _size;

    [SetUp]
    public void SetUp()
    {
        _terminal = new();
        _size = (40, 5);
    }

    [TearDown]
    public void TearDown() => _terminal.Dispose();

    [Test]
    public void Show_Again_DrawsOverTheLastFrameWithoutClearingIt()
    {
        using (TerminalScreen screen = Open())
        {
            screen.Show(console => console.Line("one"));
            screen.Show(console => console.Line("two"));
        }

        Assert.That(_terminal.ToString(), Is.EqualTo($"{Taken}\e[Hone\e[K\e[J\e[Htwo\e[K\e[J{GivenBack}"));
    }

    [Test]
    public void Show_MoreThanFits_IsCutAndSaysHowMuch()
    {
        using TerminalScreen screen = Open();
        screen.Show(Lines(9));
        Assert.That(Frame(), Is.EqualTo(new[] { "line 1", "line 2", "line 3", "line 4", "… 5 more lines do not fit" }));
    }

    [Test]
    public void Show_JustFits_IsNotCut()
    {
        using TerminalScreen screen = Open();
        screen.Show(Lines(5));
        Assert.That(Frame(), Is.EqualTo(new[] { "line 1", "line 2", "line 3", "line 4", "line 5" }));
    }

    [Test]
    public void Redraw_TerminalWasResized_DrawsTheSameInTheNewSize()
    {
        using TerminalScreen screen = Open();
        screen.Show(Lines(5));
        _size = (12, 3);
        screen.Redraw();
        Assert.That(Frame(), Is.EqualTo(new[] { "line 1", "line 2", "… 3 more li" }));
    }

    [Test]
    public void Show_LongLines_AreBrokenBeforeTheLastColumn()
    {
        _size = (20, 10);
        using TerminalScreen screen = Open();
        screen.Show(console => console.Line(new string('x', 45)));
        Assert.That(Frame(), Is.EqualTo(new[] { new string('x', 19), new string('x', 19), new string('x', 7) }));
    }

    [Test]
    public void Show_SizeIsUnknown_TakesTheUsualOne()
    {
        _size = (0, 0);
        using TerminalScreen screen = Open();
        screen.Show(Lines(30));
        Assert.That(Frame(), Has.Length.EqualTo(24));
    }

    [Test]
    public void Show_NoColorIsSet_HasNoColours()
    {
        using TerminalScreen screen = Open();
        string? before = Environment.GetEnvironmentVariable("NO_COLOR");
        try
        {
            Environment.SetEnvironmentVariable("NO_COLOR", "1");
            screen.Show(console => console.Line("[red]hot[/]"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NO_COLOR", before);
        }

        Assert.That(_terminal.ToString(), Does.Contain("\e[Hhot\e[K"));
    }

    [Test]
    public void SuspendAndResume_GiveTheTerminalBackAndTakeItAgain()
    {
        using TerminalScreen screen = Open();
        screen.Show(Lines(1));
        screen.Suspend();
        Assert.That(_terminal.ToString(), Does.EndWith(GivenBack));
        screen.Show(Lines(2));
        Assert.That(_terminal.ToString(), Does.EndWith(GivenBack), "another program has the terminal");
        screen.Resume();
        Assert.That(_terminal.ToString(), Does.Contain($"{GivenBack}{Taken}\e[Hline 1"));
        Assert.That(Frame(), Is.EqualTo(new[] { "line 1", "line 2" }));
    }

    [Test]
    public void Dispose_Twice_GivesTheTerminalBackOnceAndForGood()
    {
        TerminalScreen screen = Open();
        screen.Dispose();
        screen.Dispose();
        screen.Resume();
        screen.Show(Lines(1));
        Assert.That(_terminal.ToString(), Is.EqualTo(Taken + GivenBack));
    }

    private static Action<HumanConsole> Lines(int count) => console =>
    {
        for (int i = 1; i <= count; i++)
            console.Line($"line {i}");
    };

    private TerminalScreen Open() => new(_terminal, () => _size, catchSignals: false);

    // What stands on the screen after the last frame.
    private string[] Frame() => Regex.Replace(_terminal.ToString().Split("\e[H")[^1], "\e\\[[0-9;?]*[A-Za-z]", "").Split('\n');
}
