using ShadowMig.Benchmarks.Records;

namespace ShadowMig.Benchmarks.Report;

/// <summary>Go or no-go, right or wrong.</summary>
internal static class DecisionSection
{
    public static void Write(Markdown page, ReportData data)
    {
        ILookup<(string Part, string Cell), RunRecord> cells = data.Runs.ToLookup(r => (r.Part, r.Cell.Id));
        RunRecord[] go = [.. data.OurRuns.Where(r => r.Result != RunResult.Refused)];
        RunRecord[] refused = [.. data.OurRuns.Where(r => r.Result == RunResult.Refused)];
        RunRecord[] tried = [.. refused.Where(r => cells[(r.Part, r.Cell.Id)].Any(o => o != r))];
        int wrong = tried.Count(r => cells[(r.Part, r.Cell.Id)].Any(o => o != r && o.Kept()));
        page.Heading("Go or no-go");
        page.Paragraph("""
            A 'go' is right when the migration then kept all limits. A 'no-go' is wrong when any other run of the same cell kept them:
            another policy, a forced strategy, or, in the prediction part, a plain migration, one with an XBZRLE cache that holds the
            whole dirty set, and post-copy where the cell allows it.
            """);
        page.Table("decision|runs|right|wrong|not tried otherwise",
        [
            ["go", $"{go.Length}", $"{go.Count(r => r.Kept())}", $"{go.Count(r => !r.Kept())}", "0"],
            ["no-go", $"{refused.Length}", $"{tried.Length - wrong}", $"{wrong}", $"{refused.Length - tried.Length}"],
        ]);
    }
}
