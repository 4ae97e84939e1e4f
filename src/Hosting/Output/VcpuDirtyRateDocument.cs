namespace ShadowMig.Hosting.Output;

/// <summary>The dirty rate of one virtual processor in JSON.</summary>
internal sealed record VcpuDirtyRateDocument(int Vcpu, double BytesPerSecond);
