using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Running;

/// <summary>Labs by suite, brought up when first needed, taken down together.</summary>
internal sealed class LabPool(string prefix, ILibvirtConnector connector) : IAsyncDisposable
{
    private readonly Dictionary<string, BenchLab> _labs = [];

    public async Task<BenchLab> GetAsync(string suite)
    {
        if (!_labs.TryGetValue(suite, out BenchLab? lab))
            _labs[suite] = lab = await BenchLab.UpAsync(prefix, suite, connector);
        return lab;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (BenchLab lab in _labs.Values)
            await lab.DisposeAsync();
    }
}
