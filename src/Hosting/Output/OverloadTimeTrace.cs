using ShadowMig.Driver.Simulation;

namespace ShadowMig.Hosting.Output;

/// <summary>A file of host workloads, and how long each method let guests stay.</summary>
/// <param name="File">The file.</param>
/// <param name="Results">One a limit and method.</param>
internal sealed record OverloadTimeTrace(string File, IReadOnlyList<OverloadTimeResult> Results);
