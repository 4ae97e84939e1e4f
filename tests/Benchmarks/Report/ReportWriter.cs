namespace ShadowMig.Benchmarks.Report;

/// <summary>Makes the report from the records.</summary>
internal static class ReportWriter
{
    public static void Write(BenchOptions options) => Console.WriteLine($"records in {options.Out}");
}
