using ShadowMig.Driver.Monitoring.Signals;

namespace ShadowMig.Driver.Detection.Rules;

/// <summary>The rules that hold unless the configuration changes them or turns them off.</summary>
/// <remarks>The paper starts from two of them: thrashing by page faults, and hardware that fails (Han and Lee 2016, section 1).</remarks>
public static class ShippedRules
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        // Beyond this processors queue up: what guests want shows in waiting, no longer in use.
        new()
        {
            Name = "cpu-overload",
            Signal = SignalNames.NodeCpuUtilization,
            Threshold = 0.9,
            Clearing = 0.8,
            Severity = RuleSeverity.Warning,
            Resource = "cpu",
        },

        // The whole machine stands still for memory a tenth of the time: pages are thrown out that are needed at once.
        new()
        {
            Name = "memory-pressure",
            Signal = SignalNames.NodeMemoryPressureFull,
            Threshold = 0.1,
            Clearing = 0.05,
            Severity = RuleSeverity.Critical,
            Resource = "memory",
        },

        // Page faults that read guests back from swap, 1,000 pages a second and more.
        new()
        {
            Name = "thrashing",
            Signal = SignalNames.NodeSwapInRate,
            Threshold = 4 << 20,
            Clearing = 1 << 20,
            Severity = RuleSeverity.Critical,
            Resource = "memory",
        },

        // The same inside a guest. A move does not help it by itself: it needs more memory than it has.
        new()
        {
            Name = "guest-thrashing",
            Signal = SignalNames.GuestMajorFaultRate,
            Scope = SignalScope.Guest,
            Threshold = 200,
            Clearing = 50,
            Duration = TimeSpan.FromSeconds(60),
            Severity = RuleSeverity.Warning,
            Resource = "memory",
        },

        // One is enough, and only a new boot forgets it.
        new()
        {
            Name = "memory-errors-uncorrected",
            Signal = SignalNames.NodeEccUncorrected,
            Threshold = 0,
            Duration = TimeSpan.Zero,
            Severity = RuleSeverity.Critical,
            Effect = RuleEffect.Degrading,
            Resource = "hardware",
        },

        // Single ones are rays from space; a module that goes on like this fails.
        new()
        {
            Name = "memory-errors-rising",
            Signal = SignalNames.NodeEccCorrectedDay,
            Threshold = 10,
            Clearing = 2,
            Severity = RuleSeverity.Warning,
            Effect = RuleEffect.Degrading,
            Resource = "hardware",
        },
    ];

    /// <summary>The rule of a name; null when it does not ship.</summary>
    public static Rule? Find(string name) => All.FirstOrDefault(rule => rule.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
