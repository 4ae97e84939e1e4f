namespace ShadowMig.Driver.Orchestration.Certificates;

/// <summary>How a file of certificates was found.</summary>
public enum CertificateFileState
{
    /// <summary>It was read.</summary>
    Read,

    /// <summary>There is none.</summary>
    Missing,

    /// <summary>This user may not read it.</summary>
    Forbidden,

    /// <summary>It holds no certificate in PEM.</summary>
    Malformed,
}
