namespace ShadowMig.Driver.Orchestration;

/// <summary>Tells whether files of this machine lie on storage that other nodes share.</summary>
public interface IFileSystemKind
{
    /// <summary>Whether a path is on a file system that several nodes mount; null when that cannot be told.</summary>
    bool? IsShared(string path);
}
