namespace ShadowMig.Benchmarks.Running;

/// <summary>Keeps two benchmarks from taking down each other's labs.</summary>
internal static class LabLock
{
    /// <summary>Held until disposed, or until the process ends; null when another has it.</summary>
    public static FileStream? Take(string labPrefix)
    {
        try
        {
            return new FileStream(
                Path.Combine(Path.GetTempPath(), $"shadowmig-{labPrefix}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
