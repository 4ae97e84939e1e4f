using System.Globalization;
using System.Text;
using ShadowMig.Hosting.Configuration;
using ShadowMig.Hosting.Metrics;

namespace ShadowMig.Hosting.Commands.Manual;

/// <summary>The manual page, in the language of man(7).</summary>
internal sealed class ManPage
{
    private readonly StringBuilder _page = new();

    private ManPage()
    {
    }

    /// <summary>Writes the page of a command line.</summary>
    public static string Write(CommandTree tree)
    {
        ManPage page = new();
        page.Head(tree);
        page.Section("OPTIONS");
        page.Paragraph("Every command takes these; its own stand with it.");
        page.Options(tree.Options);
        page.Section("COMMANDS");
        foreach (DescribedCommand command in tree.Commands)
            page.Command(command);
        page.Tail();
        return page._page.ToString();
    }

    private void Head(CommandTree tree)
    {
        Line($".TH SHADOWMIG 1 \"\" \"ShadowMig {BuildInfo.Version}\" \"User Commands\"");
        Section("NAME");
        Line("shadowmig \\- moves KVM guests between hosts before their users notice");
        Section("SYNOPSIS");
        Line(".B shadowmig");
        Line(".RI [ OPTION ...]\n.I COMMAND\n.RI [ ARGUMENT ...]");
        Section("DESCRIPTION");
        Paragraph(tree.Description);
        Paragraph("Sizes and rates are written 512MiB, 100MiB/s, times 300ms, 2s, 5m, shares 50%.");
        Examples(CommandTree.Program);
    }

    private void Command(DescribedCommand command)
    {
        Line($".SS {Text(string.Join(' ', command.Arguments.Select(a => a.Synopsis).Prepend(command.Name)))}");
        Paragraph(command.Description);
        foreach (DescribedArgument argument in command.Arguments)
            Entry($"\\fI{Text(argument.Name)}\\fR", argument.Description);
        Options(command.Options);
        Examples(command.Name);
    }

    private void Options(IEnumerable<DescribedOption> options)
    {
        foreach (DescribedOption option in options)
        {
            string names = string.Join(", ", option.Names.Select(n => $"\\fB{Text(n)}\\fR"));
            string value = option.Value is null ? "" : $"\\fI{Text(option.Value)}\\fR";
            Entry(option.Value is null ? names : option.IsOptional ? $"{names} [{value}]" : $"{names} {value}", option.Description);
        }
    }

    private void Examples(string command)
    {
        foreach (CommandExample example in CommandExamples.Of(command))
        {
            Paragraph($"{char.ToUpper(example.Does[0], CultureInfo.InvariantCulture)}{example.Does[1..]}:");
            Line($".RS 4\n.EX\n{Text(example.Line)}\n.EE\n.RE");
        }
    }

    private void Tail()
    {
        Section("EXIT STATUS");
        foreach ((int code, string meaning) in ExitCodes.Meanings)
            Entry($"\\fB{code.ToString(CultureInfo.InvariantCulture)}\\fR", meaning);
        Section("FILES");
        Entry($"\\fI{Text(ConfigurationLoader.DefaultFiles[0])}\\fR", "the configuration; without it shadowmig.json beside it is read, and without both the defaults hold");
        Entry("\\fI/var/lib/shadowmig/journal.db\\fR", "the journal: migrations, decisions, locks, reservations and cordons");
        Section("ENVIRONMENT");
        Entry("\\fBNO_COLOR\\fR", "when it is set, output has no colours");
        Entry("\\fBNOTIFY_SOCKET\\fR, \\fBWATCHDOG_USEC\\fR", "set by systemd for 'serve', which tells it of start, reload and end, and that libvirt answers");
        Section("SEE ALSO");
        Line(".BR virsh (1),\n.BR libvirtd (8),\n.BR systemctl (1)");
    }

    private void Section(string name) => Line($".SH {name}");

    private void Paragraph(string text) => Line($".PP\n{Text(text)}");

    private void Entry(string head, string text) => Line($".TP\n{head}\n{Text(text)}");

    private void Line(string line) => _page.Append(line).Append('\n');

    // A hyphen is a minus sign, as it is to be typed; a dot or a quote at the start of a line would be a request.
    private static string Text(string text)
    {
        string escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped is ['.' or '\'', ..] ? $"\\&{escaped}" : escaped;
    }
}
