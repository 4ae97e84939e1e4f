using System.Security.Cryptography.X509Certificates;

namespace ShadowMig.Driver.Orchestration.Certificates;

/// <summary>A file of certificates as it was found.</summary>
/// <param name="Path">Where libvirt or QEMU looks for it.</param>
/// <param name="Certificates">What it holds, the own one first; empty when it could not be read.</param>
/// <param name="State">How it was found.</param>
public sealed record CertificateFile(string Path, X509Certificate2Collection Certificates, CertificateFileState State);
