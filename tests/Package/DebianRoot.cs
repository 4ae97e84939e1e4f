using ShadowMig.Lab.Tests.Support;

namespace ShadowMig.Package.Tests;

/// <summary>A Debian system without .NET that starts no services: a cached root, and a folder with what this test changed.</summary>
internal sealed class DebianRoot : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);
    private static readonly string Script = Path.Combine(Repository.Root, "tests", "Package", "chroot");
    private readonly string _folder = Directory.CreateTempSubdirectory("shadowmig-root-").FullName;
    private readonly string _base;

    private DebianRoot(string path) => _base = path;

    /// <summary>Where packages lie in the root.</summary>
    public string Packages => Directory.CreateDirectory(Path.Combine(_folder, "upper", "packages")).FullName;

    public static async Task<DebianRoot> CreateAsync() => new((await Command.OutputAsync(TimeSpan.FromMinutes(10), Script, "base")).Trim());

    public Task<CommandResult> RunAsync(params string[] command) => Command.RunAsync(Bound, Script, ["run", _base, _folder, .. command]);

    /// <summary>Runs what has to succeed.</summary>
    /// <returns>What it printed, without the end of its last line.</returns>
    public async Task<string> OutputAsync(params string[] command) => (await Command.OutputAsync(Bound, Script, ["run", _base, _folder, .. command])).TrimEnd();

    /// <summary>Starts what runs on; nothing else may run in the root until it ended.</summary>
    public RunningCommand Start(params string[] command) => RunningCommand.Start(Script, ["run", _base, _folder, .. command]);

    /// <summary>Boots it; nothing else may run in the root until it is powered off.</summary>
    public Task<BootedRoot> BootAsync(CancellationToken cancellationToken) =>
        BootedRoot.WhenUpAsync(RunningCommand.Start(Script, "boot", _base, _folder), Script, cancellationToken);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
