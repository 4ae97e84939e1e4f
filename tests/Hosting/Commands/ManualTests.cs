using System.CommandLine;
using System.Globalization;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Commands.Manual;

namespace ShadowMig.Hosting.Tests.Commands;

/// <summary>Help, manual page and completion come from the same commands.</summary>
public sealed class ManualTests
{
    private static readonly RootCommand Root = CommandLineApplication.Build(new CommandLineFixture().Environment);
    private static readonly CommandTree Tree = CommandTree.Read(Root);

    public static IEnumerable<string> Commands => Tree.Commands.Select(command => command.Name);

    private static IEnumerable<string> ExampleLines => Commands.Append(CommandTree.Program).SelectMany(CommandExamples.Of).Select(example => example.Line);

    [TestCaseSource(nameof(Commands))]
    public async Task Help_OfACommand_EndsWithItsExamples(string command)
    {
        CommandLineFixture fixture = new();

        int exitCode = await fixture.RunAsync(command, "--help");

        Assert.That(exitCode, Is.Zero);
        Assert.That(fixture.Output, Does.Contain($"Examples:{Environment.NewLine}  shadowmig {command}"));
    }

    [Test]
    public async Task Help_OfTheProgram_HasExamplesAndNoHiddenCommands()
    {
        CommandLineFixture fixture = new();

        int exitCode = await fixture.RunAsync("--help");

        Assert.That(exitCode, Is.Zero);
        Assert.That(fixture.Output, Does.Contain("Examples:").And.Not.Contain("completion"));
    }

    [TestCaseSource(nameof(ExampleLines))]
    public void Example_Any_CanBeTyped(string line)
    {
        ParseResult result = Root.Parse(line.Split(' ')[1..]);

        Assert.That(result.Errors.Select(error => error.Message), Is.Empty);
    }

    [Test]
    public async Task Man_Page_HasEveryCommandAndOption()
    {
        CommandLineFixture fixture = new();

        int exitCode = await fixture.RunAsync("man");

        Assert.That(exitCode, Is.Zero);
        Assert.Multiple(() =>
        {
            foreach (DescribedCommand command in Tree.Commands)
                Assert.That(fixture.Output, Does.Contain($".SS {command.Name.Replace("-", "\\-", StringComparison.Ordinal)}"));
            foreach (string option in Tree.Commands.SelectMany(command => command.Options).Concat(Tree.Options).SelectMany(option => option.Names))
                Assert.That(fixture.Output, Does.Contain($"\\fB{option.Replace("-", "\\-", StringComparison.Ordinal)}\\fR"));
            foreach ((int code, _) in ExitCodes.Meanings)
                Assert.That(fixture.Output, Does.Contain(string.Create(CultureInfo.InvariantCulture, $"\\fB{code}\\fR")));
        });
    }

    [Test]
    public void Man_ValueThatMayBeLeftOut_StandsInBrackets() => Assert.That(
        ManPage.Write(Tree), Does.Contain("\\fB\\-\\-watch\\fR [\\fISECONDS\\fR]").And.Contain("\\fB\\-\\-count\\fR \\fIN\\fR"));

    [Test]
    public void ExitCodes_All_HaveAMeaning() => Assert.That(
        typeof(ExitCodes).GetFields().Where(field => field.IsLiteral).Select(field => field.GetRawConstantValue()),
        Is.EquivalentTo(ExitCodes.Meanings.Select(meaning => meaning.Code)));

    [TestCase("pl", "plan")]
    [TestCase("", "observe", "migrate", "serve", "--json")]
    [TestCase("plan --max-d", "--max-downtime")]
    [TestCase("-c qemu:///system drain node1 --dry", "--dry-run")]
    [TestCase("migrate --to ")]
    [TestCase("status --watch --js", "--json")]
    [TestCase("check-config /etc/host", "/etc/hosts")]
    [TestCase("nodes --config /etc/host", "/etc/hosts")]
    public async Task Bash_Completion_OffersWhatFits(string typed, params string[] expected)
    {
        string script = $$"""
            {{BashCompletion.Write(Tree)}}
            COMP_WORDS=(shadowmig {{(typed.Length == 0 || typed.EndsWith(' ') ? $"{typed}''" : typed)}})
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _shadowmig
            printf '%s\n' "${COMPREPLY[@]}"
            """;

        (int exitCode, string output) = await Tool.RunAsync("bash", "-uc", script);

        Assert.That(exitCode, Is.Zero, output);
        string[] offered = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(offered, expected.Length == 0 ? Is.Empty : Is.SupersetOf(expected));
        if (typed.Length > 0)
            Assert.That(offered, Has.All.StartWith(typed.Split(' ')[^1]));
    }

    [Test]
    public async Task Zsh_Completion_IsAScriptThatZshReads()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, ZshCompletion.Write(Tree));
            (int exitCode, string output) = await Tool.RunAsync("zsh", "-f", "-n", file);

            Assert.That((exitCode, output), Is.EqualTo((0, "")));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
