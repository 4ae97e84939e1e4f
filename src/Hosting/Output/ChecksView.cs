using ShadowMig.Driver.Orchestration;
using Spectre.Console;

namespace ShadowMig.Hosting.Output;

/// <summary>Checks for people.</summary>
internal static class ChecksView
{
    /// <summary>Writes the checks with their outcomes.</summary>
    public static void Write(HumanConsole console, string title, IReadOnlyList<PreflightCheck> checks)
    {
        Table table = console.Table(title, "outcome", "check", "detail");
        table.Columns[2].NoWrap = false;
        foreach (PreflightCheck check in checks)
            table.AddRow($"[{Colour(check.Outcome)}]{CheckDocument.Word(check.Outcome)}[/]", HumanText.Plain(check.Name), HumanText.Plain(Detail(check)));
        console.Write(table);
    }

    private static string Detail(PreflightCheck check) =>
        check.Reason is { } reason && !check.Detail.Contains(reason.Message, StringComparison.Ordinal)
            ? $"{check.Detail}{(check.Detail.Length > 0 ? ": " : "")}{reason.Message}"
            : check.Detail;

    private static string Colour(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "green",
        CheckOutcome.Warned => "yellow",
        CheckOutcome.Failed => "red",
        _ => "grey",
    };
}
