namespace ShadowMig.Hosting.Output;

/// <summary>What <c>doctor --json</c> prints.</summary>
internal sealed record DoctorDocument(bool Healthy, IReadOnlyList<CheckDocument> Checks);
