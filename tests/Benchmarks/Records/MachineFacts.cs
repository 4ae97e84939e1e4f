namespace ShadowMig.Benchmarks.Records;

/// <summary>The machine and the versions that the numbers hold for.</summary>
internal sealed record MachineFacts(
    int Cores, string Processor, double MemoryGibibytes, string Kernel, string Runtime, int Seed,
    IReadOnlyDictionary<string, string> Versions);
