using System.Globalization;

namespace ShadowMig.Hosting.Output;

/// <summary>One screen full, to be drawn over the last one: each line erases what is left of the old one, so that nothing flickers.</summary>
internal static class TerminalFrame
{
    // https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
    private const string Home = "\e[H";
    private const string EraseRestOfLine = "\e[K";
    private const string EraseBelow = "\e[J";

    // Where the terminal does not tell.
    private const int UsualWidth = 80;
    private const int UsualHeight = 24;

    /// <summary>The control codes and the text; lines that do not fit are left out, and the last one says how many.</summary>
    /// <param name="content">Writes the content.</param>
    /// <param name="width">Columns of the terminal; 0 where it does not know.</param>
    /// <param name="height">Its lines; 0 where it does not know.</param>
    public static string Draw(Action<HumanConsole> content, int width, int height)
    {
        width = width > 0 ? width : UsualWidth;
        height = height > 0 ? height : UsualHeight;
        string[] lines = Lines(content, width);
        if (lines.Length > height)
            lines = [.. lines[..(height - 1)], Left(lines.Length - height + 1, width)];
        return $"{Home}{string.Join('\n', lines.Select(line => line + EraseRestOfLine))}{EraseBelow}";
    }

    // A line that fills the last column would lose its last character to what erases the rest.
    private static string[] Lines(Action<HumanConsole> content, int width)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        content(HumanConsole.OfWidth(text, Math.Max(width - 1, 1)));
        return text.ToString().TrimEnd('\n').Split('\n');
    }

    private static string Left(int count, int width)
    {
        string note = string.Create(CultureInfo.InvariantCulture, $"… {count} more lines do not fit");
        return note.Length < width ? note : note[..(width - 1)];
    }
}
