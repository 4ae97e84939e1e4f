using ShadowMig.Driver.Migration;

namespace ShadowMig.Hosting.Commands;

/// <summary>Exit codes of the contract.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Wrong usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>Refused by the plan or preflight; nothing changed.</summary>
    public const int Refused = 3;

    /// <summary>Failed; the guest is safe on the source.</summary>
    public const int Failed = 4;

    /// <summary>Unknown, or needs attention.</summary>
    public const int Attention = 5;

    /// <summary>Cancelled; the guest is safe on the source.</summary>
    public const int Cancelled = 130;

    /// <summary>What each means, for the manual.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Meanings { get; } =
    [
        (Done, "done"),
        (Usage, "wrong usage or configuration"),
        (Refused, "refused by the plan, the preflight or because another process migrates the guest; nothing was changed"),
        (Failed, "failed; the guest is safe on the source"),
        (Attention, "unknown, or needs attention"),
        (Cancelled, "cancelled; the guest is safe on the source"),
    ];

    /// <summary>The exit code of a migration.</summary>
    public static int For(MigrationReport report) => report.Refused ? Refused : For(report.Result);

    /// <summary>The exit code of a migration's result.</summary>
    public static int For(MigrationResult result) => result switch
    {
        MigrationResult.Completed => Done,
        MigrationResult.Failed => Failed,
        MigrationResult.Cancelled => Cancelled,
        _ => Attention,
    };
}
