using Spectre.Console;
using Spectre.Console.Rendering;

namespace ShadowMig.Hosting.Output;

/// <summary>Output for people: colours and live displays on a terminal, plain lines without control codes elsewhere.</summary>
internal sealed class HumanConsole
{
    // Wide enough that no line is broken: whoever reads a file or a pipe breaks lines as they like.
    private const int PlainWidth = 2000;

    // A table whose cells must not be broken vanishes where they do not fit.
    private const int RoomyWidth = 150;

    private readonly TextWriter _writer;

    /// <summary>Output to a writer.</summary>
    public HumanConsole(TextWriter writer, bool isTerminal)
        : this(writer, isTerminal, new AnsiConsoleSettings())
    {
    }

    private HumanConsole(TextWriter writer, bool isTerminal, AnsiConsoleSettings settings)
    {
        settings.Out = new AnsiConsoleOutput(writer);
        _writer = writer;
        IsTerminal = isTerminal;
        Terminal = AnsiConsole.Create(settings);
    }

    /// <summary>Output for a terminal that is kept until it is shown.</summary>
    public static HumanConsole OfWidth(TextWriter writer, int width)
    {
        HumanConsole console = new(writer, isTerminal: true, new() { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.No });
        console.Terminal.Profile.Width = width;
        return console;
    }

    /// <summary>Whether live displays make sense.</summary>
    public bool IsTerminal { get; }

    /// <summary>The terminal, for live displays.</summary>
    public IAnsiConsole Terminal { get; }

    /// <summary>Writes one line of text; markup counts on a terminal and vanishes elsewhere.</summary>
    public void Line(string markup = "") => Write(new Markup(markup));

    /// <summary>Writes a block and ends its last line.</summary>
    public void Write(IRenderable block)
    {
        if (IsTerminal)
        {
            Terminal.Write(block);
            if (block is Markup)
                Terminal.WriteLine();
            return;
        }

        using StringWriter text = new();
        IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        plain.Profile.Width = PlainWidth;
        plain.Write(block);
        foreach (string line in text.ToString().TrimEnd('\n').Split('\n'))
            _writer.WriteLine(line.TrimEnd());
        _writer.Flush();
    }

    /// <summary>An empty table in the manner of the output; a title above it.</summary>
    public Table Table(string? title, params string[] columns)
    {
        if (title is not null)
        {
            Line();
            Line($"[bold]{Markup.Escape(title)}[/]");
        }

        Table table = new Table().Border(Border()).BorderColor(Color.Grey);
        foreach (string column in columns)
            table.AddColumn(new TableColumn($"[grey]{Markup.Escape(column)}[/]") { NoWrap = IsRoomy });
        return table;
    }

    private bool IsRoomy => !IsTerminal || Terminal.Profile.Width >= RoomyWidth;

    // Lines between columns take room that a narrow terminal needs for what stands in them.
    private TableBorder Border() => !IsTerminal ? TableBorder.None : IsRoomy ? TableBorder.Rounded : TableBorder.Simple;

    /// <summary>An empty table of names and values, without a head.</summary>
    public Table Facts(string? title) => Table(title, "", "").HideHeaders();
}
