namespace ShadowMig.Driver.Model;

/// <summary>A file that holds a key or a password.</summary>
public static class SecretFile
{
    /// <summary>Why a file is not to be used for a secret; null when its mode keeps others out, and where there is none.</summary>
    public static string? Objection(string? path) =>
        File.Exists(path) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0
            ? $"{path} is open to everybody on this machine: run 'chmod o= {path}'"
            : null;
}
